#pragma once

namespace seqlens::kernels {

struct KernelTable;

// Each sets the functions that its file defines, as compiled for the instruction set that the namespace is
// named after (Highway's names: N_AVX3 is AVX-512).
namespace N_AVX2 {
void fill_attention(KernelTable& table);
void fill_attention_backward(KernelTable& table);
void fill_gemm(KernelTable& table);
void fill_gemm_transposed(KernelTable& table);
void fill_listed_rows(KernelTable& table);
void fill_row_kernels(KernelTable& table);
void fill_vector_ops(KernelTable& table);
}  // namespace N_AVX2
namespace N_AVX3 {
void fill_attention(KernelTable& table);
void fill_attention_backward(KernelTable& table);
void fill_gemm(KernelTable& table);
void fill_gemm_transposed(KernelTable& table);
void fill_listed_rows(KernelTable& table);
void fill_row_kernels(KernelTable& table);
void fill_vector_ops(KernelTable& table);
}  // namespace N_AVX3

}  // namespace seqlens::kernels
