set(libraries seqlens::scan seqlens::tokenize seqlens::model)
