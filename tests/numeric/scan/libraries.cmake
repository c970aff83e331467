include(${CMAKE_SOURCE_DIR}/tests/numeric/model/published_checkpoints.cmake)
set(libraries seqlens::scan seqlens::tokenize seqlens::model seqlens_published_checkpoints)
