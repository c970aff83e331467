# Debian packages only; nothing is downloaded.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(TBB REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)
pkg_check_modules(htslib REQUIRED IMPORTED_TARGET htslib>=1.16)
pkg_check_modules(hwy REQUIRED IMPORTED_TARGET libhwy)
# libBigWig comes without pkg-config file. NOCURL hides its functions for remote files: we read none through it.
find_path(LIBBIGWIG_INCLUDE_DIR bigWig.h REQUIRED)
find_library(LIBBIGWIG_LIBRARY BigWig REQUIRED)
add_library(libBigWig::libBigWig UNKNOWN IMPORTED)
set_target_properties(libBigWig::libBigWig PROPERTIES
  IMPORTED_LOCATION "${LIBBIGWIG_LIBRARY}"
  INTERFACE_INCLUDE_DIRECTORIES "${LIBBIGWIG_INCLUDE_DIR}"
  INTERFACE_COMPILE_DEFINITIONS NOCURL)
if(SEQLENS_BUILD_TESTS)
  find_package(Catch2 2.13 REQUIRED)
endif()
