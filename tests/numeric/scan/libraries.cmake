# Published checkpoints in memory belong to the model's tests.
add_library(seqlens_published_variant STATIC ${CMAKE_SOURCE_DIR}/tests/numeric/model/published_variant.cpp)
target_include_directories(seqlens_published_variant PUBLIC ${CMAKE_SOURCE_DIR}/tests/numeric/model)
target_link_libraries(seqlens_published_variant PUBLIC seqlens::checkpoint seqlens::test_support
  PRIVATE seqlens_build_settings)
set(libraries seqlens::scan seqlens::tokenize seqlens::model seqlens_published_variant)
