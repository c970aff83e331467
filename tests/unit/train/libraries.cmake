set(libraries seqlens::train seqlens::tokenize)
