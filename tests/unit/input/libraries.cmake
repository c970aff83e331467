set(libraries seqlens::input)
