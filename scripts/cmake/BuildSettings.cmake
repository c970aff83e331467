# Language level, warnings and sanitizers for every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O3 -DNDEBUG")

find_program(SEQLENS_CCACHE ccache)
if(SEQLENS_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${SEQLENS_CCACHE}")
endif()

add_library(seqlens_build_settings INTERFACE)
# No contraction: a*b+c is fused only where a kernel says so, or the same source would give different
# bytes at different instruction sets.
target_compile_options(seqlens_build_settings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wconversion -Wno-sign-conversion
  -ffp-contract=off)
if(SEQLENS_WARNINGS_AS_ERRORS)
  target_compile_options(seqlens_build_settings INTERFACE -Werror)
endif()
if(SEQLENS_SANITIZE)
  target_compile_options(seqlens_build_settings INTERFACE
    -fsanitize=${SEQLENS_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(seqlens_build_settings INTERFACE -fsanitize=${SEQLENS_SANITIZE})
endif()
if(SEQLENS_FUZZ)
  # Coverage of the library steers libFuzzer; the fuzz programs alone link its main (tests/fuzz).
  target_compile_options(seqlens_build_settings INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(seqlens_build_settings INTERFACE -fsanitize=fuzzer-no-link)
endif()
