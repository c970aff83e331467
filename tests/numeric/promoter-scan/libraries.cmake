include(${CMAKE_SOURCE_DIR}/tests/numeric/model/published_checkpoints.cmake)
set(libraries promoter-scan_app seqlens::model seqlens::scan seqlens_published_checkpoints)
