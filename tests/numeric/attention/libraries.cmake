# Planted truth needs the whole chain: models are trained, mutated, looked at, and the two compared.
set(libraries seqlens::attention seqlens::checkpoint seqlens::evaluate seqlens::model seqlens::mutagenesis
  seqlens::parallel seqlens::scan seqlens::tokenize seqlens::train)
