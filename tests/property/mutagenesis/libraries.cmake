set(libraries seqlens::mutagenesis seqlens::scan seqlens::model seqlens::parallel)
