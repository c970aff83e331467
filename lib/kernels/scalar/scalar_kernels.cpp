#include <hwy/base.h>

#include "arithmetic.h"
#include "kernel_table.h"
#include "levels.h"
#include "log_sum.h"

// Compiled twice from one source. fma() is one instruction where the CPU has it and a call into libm
// elsewhere, with the same result; with AVX2 the compiler also turns the plain loops into vector loops.
// NOLINTBEGIN(bugprone-suspicious-include)
namespace seqlens::kernels {
namespace {

using std::size_t;
using namespace arithmetic;
constexpr size_t kScalarPanelWidth = 16;

namespace portable {
#include "scalar/scalar_kernels.inc"
}  // namespace portable

}  // namespace
}  // namespace seqlens::kernels

#if HWY_ARCH_X86
HWY_PUSH_ATTRIBUTES("avx2,fma")
namespace seqlens::kernels {
namespace {
namespace with_fma {
#include "scalar/scalar_kernels.inc"
}  // namespace with_fma
}  // namespace
}  // namespace seqlens::kernels
HWY_POP_ATTRIBUTES
#endif
// NOLINTEND(bugprone-suspicious-include)

namespace seqlens::kernels {

const KernelTable& scalar_table() {
#if HWY_ARCH_X86
  static const bool has_fma = cpu_has(Isa::avx2);
  if (has_fma) return with_fma::kTable;
#endif
  return portable::kTable;
}

}  // namespace seqlens::kernels
