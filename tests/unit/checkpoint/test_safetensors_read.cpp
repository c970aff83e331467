#include <cmath>
#include <cstring>
#include <limits>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "seqlens/checkpoint/safetensors.h"
#include "seqlens/core/errors.h"

#include "support/temp_dir.h"

using namespace seqlens;
using namespace seqlens::checkpoint;

namespace {

std::string with_length(std::uint64_t length, const std::string& rest) {
  std::string bytes(sizeof length, '\0');
  std::memcpy(bytes.data(), &length, sizeof length);
  return bytes + rest;
}

std::string file_of(const std::string& header, std::size_t data_bytes) {
  return with_length(header.size(), header + std::string(data_bytes, '\1'));
}

SafetensorsView open(const std::string& bytes) {
  return {std::as_bytes(std::span(bytes)), "m.safetensors"};
}

std::string braced(const std::string& inside) {
  return fmt::format("{{{}}}", inside);
}

std::string tensor_json(const std::string& name, const std::string& dtype, const std::string& shape,
                        const std::string& offsets) {
  return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets +
         "}";
}

struct BadFile {
  std::string bytes;
  std::string text;
};

std::vector<BadFile> bad_files() {
  const std::string a = tensor_json("a", "F32", "[2]", "[0,8]");
  return {
      {"", "0 bytes are too few for a safetensors file; copy it again"},
      {"1234567", "7 bytes are too few for a safetensors file; copy it again"},
      {with_length(100'000'001, "{}"),
       "header length is 100000001, at most 100000000 is allowed; is this a safetensors file?"},
      {with_length(~std::uint64_t{0}, "{}"),
       "header length is 18446744073709551615, at most 100000000 is allowed; is this a safetensors file?"},
      {with_length(3, "{}"),
       "header length is 3, but only 2 bytes follow; the file is truncated or no safetensors file"},
      {file_of("", 4), "the header does not start with '{'; is this a safetensors file?"},
      {file_of("[]", 0), "the header does not start with '{'; is this a safetensors file?"},
      {file_of("{\"a\":1}", 0), "tensor 'a' is described by no JSON object"},
      {file_of(braced(a + "," + tensor_json("a", "F32", "[2]", "[8,16]")), 16), "the header names 'a' twice"},
      {file_of("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8),
       "the header names 'dtype' twice"},
      {file_of("{\"a\":[[[[[[1]]]]]]}", 0), "the header is nested more than 3 deep"},
      {file_of("{\"__metadata__\":[]}", 0), "'__metadata__' is no JSON object"},
      {file_of("{\"__metadata__\":{\"k\":1}}", 0), "'__metadata__' key 'k' is no text"},
      {file_of(braced(tensor_json("a", "F31", "[2]", "[0,8]")), 8), "tensor 'a' has the unknown dtype 'F31'"},
      {file_of("{\"a\":{\"shape\":[2],\"data_offsets\":[0,8]}}", 8), "tensor 'a' has no dtype"},
      {file_of("{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}", 8), "tensor 'a' has no shape"},
      {file_of("{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}", 8), "tensor 'a' has no data_offsets"},
      {file_of("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"x\":1}}", 8),
       "tensor 'a' has the unknown key 'x'"},
      {file_of(braced(tensor_json("a", "F32", "[-2]", "[0,8]")), 8),
       "tensor 'a' has a shape that is no list of whole numbers"},
      {file_of(braced(tensor_json("a", "F32", "[2.0]", "[0,8]")), 8),
       "tensor 'a' has a shape that is no list of whole numbers"},
      {file_of(braced(tensor_json("a", "F32", "[2]", "[0,8,9]")), 9),
       "tensor 'a' needs two data_offsets, begin and end"},
      {file_of(braced(tensor_json("a", "F32", "[2]", "[8,0]")), 8),
       "tensor 'a' lies at bytes 8 to 0, but the file holds 8 bytes of data; copy it again"},
      {file_of(braced(a), 7),
       "tensor 'a' lies at bytes 0 to 8, but the file holds 7 bytes of data; copy it again"},
      {file_of(braced(tensor_json("a", "F32", "[3]", "[0,8]")), 8),
       "tensor 'a' has 8 bytes, F32 (3) needs 12"},
      {file_of(braced(tensor_json("a", "F64", "[2]", "[0,8]")), 8),
       "tensor 'a' has 8 bytes, F64 (2) needs 16"},
      {file_of(braced(tensor_json("a", "F32", "[4294967296,4294967296]", "[0,8]")), 8),
       "tensor 'a' has the shape (4294967296, 4294967296), whose product overflows"},
      {file_of(braced(a + "," + tensor_json("b", "F32", "[2]", "[4,12]")), 12),
       "tensor 'b' overlaps the tensor before it"},
      {file_of(braced(a + "," + tensor_json("b", "F32", "[2]", "[12,20]")), 20),
       "tensor 'b' leaves a gap of 4 bytes before it"},
      {file_of(braced(a), 12), "4 bytes after the last tensor belong to none"},
      {"version https://git-lfs.github.com/spec/v1\noid sha256:0",
       "a Git LFS pointer, not the weights themselves; fetch them with 'git lfs pull'"},
      {"PK\x03\x04rest of a zip archive",
       "a pickled PyTorch file, which is never opened here; save the model as safetensors "
       "(model.save_pretrained(folder, safe_serialization=True))"},
  };
}

}  // namespace

TEST_CASE("each malformed safetensors file gets its own message") {
  for (const BadFile& bad : bad_files()) {
    INFO(bad.text);
    CHECK_THROWS_WITH(open(bad.bytes), "m.safetensors: " + bad.text);
  }
  CHECK_THROWS_WITH(open(file_of("{\"a\":", 0)),
                    Catch::StartsWith("m.safetensors: the header is not valid JSON: "));
}

TEST_CASE("a valid file lists its tensors in byte order") {
  const auto bytes =
      file_of("{\"__metadata__\":{\"format\":\"pt\"}," + tensor_json("b", "F32", "[2,1]", "[8,16]") + "," +
                  tensor_json("a", "I64", "[]", "[0,8]") + "," +
                  tensor_json("none", "F16", "[0,7]", "[8,8]") + "}   ",
              16);
  const SafetensorsView view = open(bytes);
  REQUIRE(view.tensors().size() == 3);
  CHECK(view.tensors()[0].name == "a");
  CHECK(view.tensors()[1].name == "none");
  CHECK(view.tensors()[2].name == "b");
  CHECK(view.at("b").shape == std::vector<std::size_t>{2, 1});
  CHECK(view.at("none").elements() == 0);
  CHECK(floats_of(view.at("none")).empty());
  CHECK(view.find("c") == nullptr);
  CHECK_THROWS_WITH(view.at("c"), "m.safetensors: has no tensor 'c'");
  CHECK(view.metadata() == Metadata{{"format", "pt"}});
  CHECK(integers_of(view.at("a")) == std::vector<std::int64_t>{0x0101010101010101});
}

TEST_CASE("half and bfloat and double elements become the floats they are") {
  const std::vector<std::uint16_t> halves{0x0000, 0x8000, 0x3C00, 0xC000, 0x3555,
                                          0x7BFF, 0x0001, 0x03FF, 0x7C00, 0x7E00};
  const std::vector<float> expected{0.0F,     -0.0F,           1.0F,
                                    -2.0F,    0.333251953125F, 65504.0F,
                                    0x1p-24F, 1023 * 0x1p-24F, std::numeric_limits<float>::infinity()};
  const auto values = floats_of({"h", DType::f16, {10}, std::as_bytes(std::span(halves))});
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(values[i] == expected[i]);
    CHECK(std::signbit(values[i]) == std::signbit(expected[i]));
  }
  CHECK(std::isnan(values[9]));

  const std::vector<std::uint16_t> bfloats{0x3F80, 0xBF80, 0x4049, 0x0000};
  CHECK(floats_of({"b", DType::bf16, {4}, std::as_bytes(std::span(bfloats))}) ==
        std::vector<float>{1.0F, -1.0F, 3.140625F, 0.0F});
  const std::vector<double> doubles{0.1, -3.0};
  CHECK(floats_of({"d", DType::f64, {2}, std::as_bytes(std::span(doubles))}) ==
        std::vector<float>{0.1F, -3.0F});

  const std::vector<std::int64_t> integers{1, -2};
  const Tensor tensor = integer_tensor("i", {2}, integers);
  CHECK(integers_of(tensor) == integers);
  CHECK_THROWS_WITH(floats_of(tensor), "tensor 'i' is I64, expected F32, F16, BF16 or F64");
  CHECK_THROWS_WITH(integers_of({"d", DType::f64, {2}, std::as_bytes(std::span(doubles))}),
                    "tensor 'd' is F64, expected I64 or I32");
}

TEST_CASE("pages given back are read again") {
  const test::TempDir folder;
  const auto path = folder.path() / "x.safetensors";
  std::vector<float> values(5000);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i);
  write_safetensors(path, std::vector{float_tensor("a", {5000}, values)}, {});
  const SafetensorsFile file(path);
  file.release(file.view().at("a").bytes);
  CHECK(floats_of(file.view().at("a")) == values);
  file.release(std::as_bytes(std::span(values)));  // not the file's: dropping these would lose them
  file.release({});
  CHECK(values.back() == 4999.0F);
  CHECK(floats_of(file.view().at("a")) == values);
}

TEST_CASE("files that cannot be mapped say why") {
  const test::TempDir folder;
  const auto path = folder.path() / "absent.safetensors";
  CHECK_THROWS_WITH(SafetensorsFile(path), "cannot open '" + path.string() + "': No such file or directory");
  CHECK_THROWS_WITH(
      SafetensorsFile(folder.path()),
      folder.path().string() +
          ": not a regular file; weights are mapped, so they cannot come from a pipe or folder");
  const auto empty = folder.write("empty.safetensors", "");
  CHECK_THROWS_WITH(SafetensorsFile(empty),
                    empty.string() + ": 0 bytes are too few for a safetensors file; copy it again");
}
