set(libraries seqlens::motif)
