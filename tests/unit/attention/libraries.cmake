set(libraries seqlens::attention seqlens::evaluate seqlens::parallel)
