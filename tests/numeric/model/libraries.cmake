set(libraries seqlens::model seqlens::checkpoint seqlens::parallel)
