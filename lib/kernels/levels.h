#pragma once

#include "kernel_table.h"

namespace seqlens::kernels {

/// Whether this CPU (and the operating system) has what the level needs.
bool cpu_has(Isa isa);

const KernelTable& scalar_table();
/// Only where cpu_has() and on x86.
const KernelTable& avx2_table();
const KernelTable& avx512_table();

}  // namespace seqlens::kernels
