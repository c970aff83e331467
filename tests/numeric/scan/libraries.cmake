include(${CMAKE_SOURCE_DIR}/scripts/cmake/PublishedCheckpoints.cmake)
set(libraries seqlens::scan seqlens::tokenize seqlens::model seqlens_published_checkpoints)
