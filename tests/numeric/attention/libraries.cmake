set(libraries seqlens::attention seqlens::model seqlens::checkpoint seqlens::tokenize)
