set(libraries seqlens::model)
