set(libraries seqlens::motif seqlens::parallel)
