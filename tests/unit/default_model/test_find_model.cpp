#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/core/sha256.h"
#include "seqlens/default_model/find_model.h"

#include "support/shared_data.h"
#include "support/temp_dir.h"

using namespace seqlens;
using namespace seqlens::default_model;

TEST_CASE("a file is found with its digest") {
  const test::TempDir dir;
  const auto file = dir.write("x.safetensors", "abc");
  const ModelLocation model = find_model(file.string(), "");
  CHECK_FALSE(model.is_built_in());
  CHECK(model.file == file);
  CHECK(model.name == file.string());
  CHECK(model.digest() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("a folder stands for its model file") {
  const test::TempDir dir;
  const auto file = dir.write("model.safetensors", "abc");
  CHECK(find_model(dir.path().string(), "").file == file);
}

TEST_CASE("a folder of shards stands for their index") {
  const test::TempDir dir;
  const auto index = dir.write("model.safetensors.index.json", "{}");
  CHECK(find_model(dir.path().string(), "").file == index);
  CHECK(find_model(dir.path().string(), "").digest() == sha256_of_bytes(std::as_bytes(std::span("{}", 2))));
}

TEST_CASE("a folder without weights says what is in it") {
  const test::TempDir dir;
  CHECK_THROWS_WITH(find_model(dir.path().string(), ""), Catch::Contains("holds neither model.safetensors"));
  const auto pickle = dir.write("pytorch_model.bin", "");
  CHECK_THROWS_WITH(find_model(dir.path().string(), ""), Catch::Contains("a pickle, which is never opened"));
}

TEST_CASE("finding a model reads nothing of it") {
  const test::TempDir dir;
  const auto file = dir.write("model.safetensors", "");
  std::error_code hole_is_too_large;  // for this file system
  std::filesystem::resize_file(file, std::uintmax_t{1} << 43U, hole_is_too_large);
  if (hole_is_too_large) return;
  CHECK(find_model(dir.path().string(), "").file == file);  // hours, if it were read for its digest
}

TEST_CASE("the option wins over the environment") {
  const test::TempDir dir;
  const auto option = dir.write("option", "1");
  const auto variable = dir.write("variable", "2");
  CHECK(find_model(option.string(), variable.string()).file == option);
  CHECK(find_model("", variable.string()).file == variable);
}

TEST_CASE("the environment names a model in SEQLENS_MODEL") {
  const test::TempDir dir;
  const auto named = dir.write("named.safetensors", "1");
  REQUIRE(setenv("SEQLENS_MODEL", named.c_str(), 1) == 0);
  CHECK(model_of_environment() == named);
  CHECK(find_model("").file == named);
  CHECK(asked_model("") == named);
  CHECK(asked_model("other") == "other");
  REQUIRE(unsetenv("SEQLENS_MODEL") == 0);
  CHECK(model_of_environment().empty());
}

TEST_CASE("a model that is not there is a usage error that says who asked") {
  const std::string rest = ": no such file, and no model of that name (";
  CHECK_THROWS_WITH(find_model("/absent/x", ""), Catch::StartsWith("--model /absent/x" + rest));
  CHECK_THROWS_WITH(find_model("", "/absent/x"), Catch::StartsWith("SEQLENS_MODEL /absent/x" + rest));
  CHECK_THROWS_AS(find_model("/absent/x", ""), UsageError);
}

TEST_CASE("the default model is the first one inside") {
  if (built_in_names().empty()) {
    CHECK_THROWS_WITH(find_model("", ""),
                      "this build has no model inside; give one with --model FILE or SEQLENS_MODEL");
    return;
  }
  const ModelLocation model = find_model("", "");
  CHECK(model.is_built_in());
  CHECK(model.name == built_in_names().front());
  CHECK(find_model(model.name, "").bytes.data() == model.bytes.data());
}

TEST_CASE("the bytes inside are those of the file") {
  for (const std::string& name : built_in_names()) {
    const ModelLocation model = find_model(name, "");
    CHECK(sha256_of_bytes(model.bytes) == model.digest());
    CHECK(sha256_of_file(test::source_dir() / "data" / "models" / (name + ".safetensors")) == model.digest());
  }
}
