#include <cstring>
#include <filesystem>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/tracks/npy_writer.h"

#include "support/temp_dir.h"

using namespace seqlens;
using namespace seqlens::tracks;

TEST_CASE("npy header is 128 bytes that numpy reads") {
  const std::vector<std::size_t> pair{2};
  const std::string header = npy_header(NpyType::int64, 7, pair);
  REQUIRE(header.size() == 128);
  CHECK(header.substr(0, 10) == std::string("\x93NUMPY\x01\x00\x76\x00", 10));
  CHECK(header.substr(10).starts_with("{'descr': '<i8', 'fortran_order': False, 'shape': (7, 2,), }  "));
  CHECK(header.back() == '\n');
}

TEST_CASE("npy needs a regular file") {
  CHECK_THROWS_WITH(
      NpyWriter("-", NpyType::int32),
      "cannot write 'standard output': needs a regular file, since it is not written from start to end");
}

TEST_CASE("npy rows are counted at commit") {
  const test::TempDir folder;
  const auto path = folder.path() / "x.npy";
  {
    NpyWriter writer(path, NpyType::int32);
    const std::vector<std::int32_t> values{1, -2, 3};
    writer.write(values);
    writer.write(values);
    CHECK_FALSE(std::filesystem::exists(path));
    writer.commit();
  }
  const std::string bytes = test::read_file(path);
  REQUIRE(bytes.size() == 128 + 6 * 4);
  CHECK(bytes.find("(6,)") != std::string::npos);
  std::int32_t last_but_one = 0;
  std::memcpy(&last_but_one, bytes.data() + 128 + 4 * 4, 4);
  CHECK(last_but_one == -2);
}

TEST_CASE("npy refuses other types and broken rows") {
  const test::TempDir folder;
  NpyWriter writer(folder.path() / "x.npy", NpyType::int64, {2});
  const std::vector<std::int64_t> odd{1, 2, 3};
  CHECK_THROWS_WITH(writer.write(odd), "npy: 3 values are no whole rows of 2");
  const std::vector<float> reals{1, 2};
  CHECK_THROWS_WITH(writer.write(reals), "npy: values are <f4, the array is <i8");
}

TEST_CASE("npy that is not committed leaves no file") {
  const test::TempDir folder;
  { NpyWriter writer(folder.path() / "x.npy", NpyType::float32); }
  CHECK(std::filesystem::is_empty(folder.path()));
}
