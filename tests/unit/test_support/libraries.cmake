set(libraries seqlens::test_support)
