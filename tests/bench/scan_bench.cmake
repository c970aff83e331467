set(libraries seqlens::scan seqlens::mutagenesis seqlens::model seqlens::parallel)
