#include "seqlens/kernels/isa.h"

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace seqlens::kernels {

#if defined(__x86_64__)
namespace {
constexpr unsigned kFlushToZero = 0x8000;
constexpr unsigned kDenormalsAreZero = 0x0040;
}  // namespace

FlushDenormals::FlushDenormals() : previous_(_mm_getcsr()) {
  _mm_setcsr(previous_ | kFlushToZero | kDenormalsAreZero);
}
FlushDenormals::~FlushDenormals() {
  _mm_setcsr(previous_);
}
#else
FlushDenormals::FlushDenormals() : previous_(0) {}
FlushDenormals::~FlushDenormals() = default;
#endif

}  // namespace seqlens::kernels
