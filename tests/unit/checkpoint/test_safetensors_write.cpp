#include <catch2/catch.hpp>

#include "seqlens/checkpoint/safetensors.h"
#include "seqlens/core/errors.h"

#include "support/temp_dir.h"

using namespace seqlens;
using namespace seqlens::checkpoint;

TEST_CASE("what is written is read back") {
  const test::TempDir folder;
  const std::vector<float> floats{1.5F, -2.25F, 0.0F, 1e-30F, 7.0F, 8.0F};
  const std::vector<std::int64_t> integers{-1, 1LL << 40};
  const Metadata metadata{{"seqlens.format", "1"}, {"text", "quotes \" and \n lines"}};
  const auto path = folder.path() / "m.safetensors";
  write_safetensors(path,
                    std::vector{float_tensor("z", {2, 3}, floats), integer_tensor("a", {2}, integers),
                                float_tensor("empty", {0}, {})},
                    metadata);

  const SafetensorsFile file(path);
  CHECK(file.view().metadata() == metadata);
  CHECK(file.view().at("z").shape == std::vector<std::size_t>{2, 3});
  CHECK(floats_of(file.view().at("z")) == floats);
  CHECK(integers_of(file.view().at("a")) == integers);
  CHECK(file.view().at("empty").elements() == 0);
  CHECK(reinterpret_cast<std::uintptr_t>(file.view().at("z").bytes.data()) % 64 == 0);
}

TEST_CASE("equal arguments give equal bytes") {
  const test::TempDir folder;
  const std::vector<float> values{1, 2, 3};
  for (const auto* name : {"one", "two"})
    write_safetensors(folder.path() / name, std::vector{float_tensor("a", {3}, values)},
                      {{"b", "1"}, {"a", "2"}});
  const auto bytes = test::read_file(folder.path() / "one");
  CHECK(bytes == test::read_file(folder.path() / "two"));
  CHECK(bytes.size() % 64 == 3 * sizeof(float));
}

TEST_CASE("tensors that contradict themselves are not written") {
  const test::TempDir folder;
  const auto path = folder.path() / "m.safetensors";
  const std::vector<float> values{1, 2, 3};
  CHECK_THROWS_WITH(write_safetensors(path, std::vector{float_tensor("a", {4}, values)}, {}),
                    "tensor 'a' has 12 bytes, F32 (4) needs 16");
  CHECK_THROWS_WITH(
      write_safetensors(path, std::vector{float_tensor("a", {3}, values), float_tensor("a", {3}, values)},
                        {}),
      "tensor 'a' was given twice");
  CHECK_FALSE(std::filesystem::exists(path));
}
