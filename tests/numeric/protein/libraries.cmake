# The checkpoint reader, for the reference values of the triangle modules.
set(libraries seqlens::protein seqlens::kernels seqlens::parallel seqlens::checkpoint)
