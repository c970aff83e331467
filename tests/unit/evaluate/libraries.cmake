set(libraries seqlens::evaluate seqlens::parallel)
