set(libraries seqlens::scan seqlens::parallel)
