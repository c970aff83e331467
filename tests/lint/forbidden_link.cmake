# Run by ctest in script mode: core links model, which the include table forbids; must end in a fatal error.
cmake_minimum_required(VERSION 3.25)
include(${MODULES}/IncludeTable.cmake)
include(${MODULES}/SeqlensTargets.cmake)
set_property(GLOBAL PROPERTY SEQLENS_BUILT_MODULES core)
set_property(GLOBAL PROPERTY SEQLENS_LINKS_core seqlens::model)
seqlens_check_link_closure()
