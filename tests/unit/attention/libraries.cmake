set(libraries seqlens::attention seqlens::evaluate seqlens::parallel seqlens::scan seqlens::tokenize)
