#pragma once

namespace seqlens::kernels {

struct KernelTable;

// Each sets the functions that its file defines, in both tables.
void fill_attention(KernelTable& avx2, KernelTable& avx512);
void fill_attention_backward(KernelTable& avx2, KernelTable& avx512);
void fill_gemm(KernelTable& avx2, KernelTable& avx512);
void fill_gemm_transposed(KernelTable& avx2, KernelTable& avx512);
void fill_row_kernels(KernelTable& avx2, KernelTable& avx512);
void fill_vector_ops(KernelTable& avx2, KernelTable& avx512);

}  // namespace seqlens::kernels
