# Published checkpoints that tests change and write anew, for the tests of other modules and programs.
if(NOT TARGET seqlens_published_checkpoints)
  add_library(seqlens_published_checkpoints STATIC
    ${CMAKE_SOURCE_DIR}/tests/numeric/model/published_classifier.cpp ${CMAKE_SOURCE_DIR}/tests/numeric/model/published_variant.cpp)
  target_include_directories(seqlens_published_checkpoints PUBLIC ${CMAKE_SOURCE_DIR}/tests/numeric/model)
  target_link_libraries(seqlens_published_checkpoints
    PUBLIC seqlens::checkpoint seqlens::test_support PRIVATE seqlens_build_settings)
endif()
