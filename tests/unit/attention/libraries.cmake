set(libraries seqlens::attention seqlens::evaluate seqlens::mutagenesis seqlens::parallel seqlens::scan
  seqlens::tokenize)
