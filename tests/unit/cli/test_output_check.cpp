#include <filesystem>

#include <catch2/catch.hpp>

#include "seqlens/cli/output_check.h"
#include "seqlens/core/errors.h"

#include "support/temp_dir.h"

using namespace seqlens;

namespace {

std::string error_of(const cli::CommonOptions& common, const std::vector<cli::OutputName>& outputs,
                     const std::vector<std::string>& inputs) {
  try {
    cli::check_outputs(common, outputs, inputs);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("an output that is an input is refused under any name") {
  const test::TempDir dir;
  const std::string input = dir.write("s.fa", ">r\nA\n").string();
  const std::string other = dir.write("other.fa", ">r\nA\n").string();
  std::filesystem::create_symlink("s.fa", dir.path() / "soft");
  std::filesystem::create_hard_link(input, dir.path() / "hard");
  const std::string folder = dir.path().string();
  for (const std::string& name : {input, folder + "/./s.fa", folder + "/soft", folder + "/hard"}) {
    CHECK(error_of({}, {{"-o", name}}, {other, input}) ==
          "-o " + name + " is also an input; write to another file");
    CHECK(error_of({}, {{"-o", input}}, {name}) ==
          "-o " + input + " is also an input; write to another file");
  }
  CHECK(error_of({}, {{"-o", folder + "/new"}, {"--report", other}}, {input, other}) ==
        "--report " + other + " is also an input; write to another file");
  cli::CommonOptions common;
  common.log = input;
  CHECK(error_of(common, {}, {input}) == "--log " + input + " is also an input; write to another file");
}

TEST_CASE("two outputs to one file are refused under any name") {
  const test::TempDir dir;
  const std::string there = dir.write("there", "x").string();
  std::filesystem::create_symlink("there", dir.path() / "soft");
  const std::string folder = dir.path().string();
  for (const std::string& name : {there, folder + "/soft", folder + "/./there"}) {
    CHECK(error_of({}, {{"-o", there}, {"--report", ""}, {"--metrics", name}}, {}) ==
          "--metrics " + name + " is also what -o writes; write to another file");
  }
  CHECK(error_of({}, {{"-o", folder + "/new"}, {"--metrics", folder + "/./new"}}, {}) ==
        "--metrics " + folder + "/./new is also what -o writes; write to another file");
  cli::CommonOptions common;
  common.log = folder + "/new";
  CHECK(error_of(common, {{"-o", folder + "/new"}}, {}) ==
        "--log " + folder + "/new is also what -o writes; write to another file");
  CHECK(error_of({}, {{"-o", there}, {"--metrics", folder + "/new"}}, {}) == "no error");
  CHECK(error_of({}, {{"-o", "-"}, {"--metrics", "-"}}, {}) == "no error");
  CHECK(error_of({}, {{"-o", "/dev/null"}, {"--metrics", "/dev/null"}}, {}) == "no error");
}

TEST_CASE("outputs that are no input pass") {
  const test::TempDir dir;
  const std::string input = dir.write("s.fa", ">r\nA\n").string();
  const std::string same_bytes = dir.write("t.fa", ">r\nA\n").string();
  const std::string folder = dir.path().string();
  CHECK(error_of({}, {{"-o", same_bytes}}, {input, "", "-"}) == "no error");
  CHECK(error_of({}, {{"-o", folder + "/new"}}, {folder + "/new"}) == "no error");
  CHECK(error_of({}, {{"-o", "-"}, {"--report", ""}}, {"-", ""}) == "no error");
  CHECK(error_of({}, {{"-o", folder}}, {folder}) == "no error");
  CHECK(error_of({}, {{"-o", "/dev/null"}}, {"/dev/null"}) == "no error");
}

TEST_CASE("a folder stands for the files that a model is read from") {
  const test::TempDir dir;
  const std::string folder = dir.path().string();
  dir.write("model.safetensors", "weights");
  dir.write("embeddings.tsv", "an output of before");
  CHECK(error_of({}, {{"--convert", folder + "/model.safetensors"}}, {folder}) ==
        "--convert " + folder + "/model.safetensors is also an input; write to another file");
  CHECK(error_of({}, {{"-o", folder + "/embeddings.tsv"}}, {folder}) == "no error");
  CHECK(error_of({}, {{"--convert", folder + "/new.safetensors"}}, {folder}) == "no error");
}

TEST_CASE("derived names count") {
  const test::TempDir dir;
  const std::string input = dir.write("x.bed.gz.tbi", "an index").string();
  const std::string output = (dir.path() / "x.bed.gz").string();
  CHECK(error_of({}, cli::index_names(output), {input}) ==
        "the index of " + output + " " + input + " is also an input; write to another file");
  // Thousands of heads take no second each.
  std::vector<cli::OutputName> heads;
  for (int i = 0; i < 4000; ++i) heads.push_back({"-o", output + std::to_string(i)});
  CHECK(error_of({}, heads, {input}) == "no error");
}
