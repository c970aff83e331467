set(libraries seqlens::opened_model)
