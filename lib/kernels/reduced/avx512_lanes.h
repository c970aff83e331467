#pragma once

// Included by files that are compiled for one instruction set: no std templates here.
#include <cstddef>
#include <immintrin.h>

namespace seqlens::kernels::reduced {
namespace {

inline __mmask16 first_lanes(std::size_t n) {
  return n >= 16 ? static_cast<__mmask16>(0xFFFF) : static_cast<__mmask16>((1U << n) - 1U);
}

}  // namespace
}  // namespace seqlens::kernels::reduced
