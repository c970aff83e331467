# The double-precision encoder and the sample configurations belong to the model's tests.
add_library(seqlens_reference_encoder STATIC
  ${CMAKE_SOURCE_DIR}/tests/numeric/model/reference_encoder.cpp
  ${CMAKE_SOURCE_DIR}/tests/numeric/model/sample_models.cpp)
target_include_directories(seqlens_reference_encoder PUBLIC ${CMAKE_SOURCE_DIR}/tests/numeric/model)
target_link_libraries(seqlens_reference_encoder PUBLIC seqlens::model PRIVATE seqlens_build_settings)
set(libraries seqlens::train seqlens::checkpoint seqlens::parallel seqlens_reference_encoder)
