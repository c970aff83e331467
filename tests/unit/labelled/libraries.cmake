set(libraries seqlens::labelled)
