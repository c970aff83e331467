set(libraries seqlens::model seqlens::checkpoint)
