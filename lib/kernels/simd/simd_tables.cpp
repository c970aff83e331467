#include "levels.h"
#include "simd/fill_table.h"

namespace seqlens::kernels {

namespace {

// What no file sets stays the scalar level's: sum_of_squares, in double and bound by memory.
struct SimdTables {
  KernelTable avx2 = scalar_table();
  KernelTable avx512 = scalar_table();

  SimdTables() {
    avx2.isa = Isa::avx2;
    avx512.isa = Isa::avx512;
    N_AVX2::fill_attention(avx2);
    N_AVX2::fill_attention_backward(avx2);
    N_AVX2::fill_gemm(avx2);
    N_AVX2::fill_gemm_transposed(avx2);
    N_AVX2::fill_listed_rows(avx2);
    N_AVX2::fill_row_kernels(avx2);
    N_AVX2::fill_vector_ops(avx2);
    N_AVX3::fill_attention(avx512);
    N_AVX3::fill_attention_backward(avx512);
    N_AVX3::fill_gemm(avx512);
    N_AVX3::fill_gemm_transposed(avx512);
    N_AVX3::fill_listed_rows(avx512);
    N_AVX3::fill_row_kernels(avx512);
    N_AVX3::fill_vector_ops(avx512);
  }
};

const SimdTables& tables() {
  static const SimdTables filled;
  return filled;
}

}  // namespace

const KernelTable& avx2_table() {
  return tables().avx2;
}
const KernelTable& avx512_table() {
  return tables().avx512;
}

}  // namespace seqlens::kernels
