set(libraries seqlens::model seqlens::parallel)
