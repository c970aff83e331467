include(${CMAKE_SOURCE_DIR}/scripts/cmake/PublishedCheckpoints.cmake)
set(libraries mutation-scan_app seqlens::model seqlens::scan seqlens_published_checkpoints)
