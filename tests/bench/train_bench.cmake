set(libraries seqlens::train seqlens::model seqlens::parallel)
