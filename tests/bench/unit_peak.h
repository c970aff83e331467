#pragma once

#include "seqlens/kernels/isa.h"
#include "seqlens/kernels/precision.h"

namespace seqlens::bench {

/// What the unit of a precision could reach on one core: operations a second (a product and a sum are two, in
/// 1e9) of a loop that stays in registers. f32: the multiply-adds of the level. The best of several runs of
/// about a millisecond. `precision` must have a unit.
double measure_unit_peak_gops(kernels::Isa isa, kernels::Precision precision);

}  // namespace seqlens::bench
