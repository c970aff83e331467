set(libraries seqlens::scan seqlens::model)
set_source_files_properties(${CMAKE_CURRENT_SOURCE_DIR}/property/promoter_scan/test_streaming.cpp
  PROPERTIES COMPILE_DEFINITIONS PROMOTER_SCAN="$<TARGET_FILE:promoter-scan>")
