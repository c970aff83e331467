#include <catch2/catch.hpp>

#include "seqlens/checkpoint/checkpoint_files.h"
#include "seqlens/core/errors.h"

#include "support/temp_dir.h"

using namespace seqlens;
using namespace seqlens::checkpoint;

namespace {

const std::vector<float> kValues{1, 2, 3};

void write_shard(const test::TempDir& folder, const std::string& file, const std::string& tensor) {
  write_safetensors(folder.path() / file, std::vector{float_tensor(tensor, {3}, kValues)}, {});
}

void write_index(const test::TempDir& folder, const std::string& map) {
  folder.write("model.safetensors.index.json", "{\"weight_map\":" + map + "}");
}

void check_refused(const test::TempDir& folder, const std::string& text) {
  CHECK_THROWS_WITH(CheckpointFiles(folder.path()), (folder.path() / text).string());
}

}  // namespace

TEST_CASE("a file and a folder and shards give the same tensors") {
  const test::TempDir folder;
  write_shard(folder, "s1.safetensors", "a");
  write_shard(folder, "s2.safetensors", "b");
  write_index(folder, R"({"a":"s1.safetensors","b":"s2.safetensors"})");
  const CheckpointFiles shards(folder.path());
  CHECK(shards.tensors().size() == 2);
  REQUIRE(shards.find("b") != nullptr);
  CHECK(floats_of(*shards.find("b")) == kValues);
  CHECK(shards.find("c") == nullptr);

  write_shard(folder, "model.safetensors", "c");
  CHECK(CheckpointFiles(folder.path()).tensors().size() == 1);
  CHECK(CheckpointFiles(folder.path() / "s1.safetensors").find("a") != nullptr);
}

TEST_CASE("shard indexes that lie are refused") {
  const test::TempDir folder;
  write_shard(folder, "s1.safetensors", "a");
  write_shard(folder, "s2.safetensors", "a");
  for (const auto* trick :
       {"../s1.safetensors", "/etc/passwd", "x/s1.safetensors", ".safetensors", "s1.bin"}) {
    write_index(folder, std::string(R"({"a":")") + trick + "\"}");
    check_refused(folder, std::string("model.safetensors.index.json: shard '") + trick +
                              "' is not the plain name of a .safetensors file in this folder");
  }
  write_index(folder, R"({"a":"s1.safetensors","b":"s1.safetensors"})");
  check_refused(folder, "model.safetensors.index.json: tensor 'b' is not in its shard 's1.safetensors'");
  write_index(folder, R"({"b":"s1.safetensors"})");
  check_refused(folder,
                "model.safetensors.index.json: tensor 'a' of shard 's1.safetensors' is not listed for it");
  write_index(folder, R"({"a":"s1.safetensors","b":"s2.safetensors"})");
  check_refused(folder, "s2.safetensors: tensor 'a' is in another shard too");
  write_index(folder, R"({"a":7})");
  check_refused(folder, "model.safetensors.index.json: tensor 'a' is in no file");
  write_index(folder, "[]");
  check_refused(folder, "model.safetensors.index.json: has no 'weight_map' from tensors to files");
  folder.write("model.safetensors.index.json", "{");
  check_refused(folder, "model.safetensors.index.json: not a JSON object");
}

TEST_CASE("folders without safetensors say what to do") {
  const test::TempDir folder;
  const std::string place = folder.path().string();
  CHECK_THROWS_WITH(CheckpointFiles(folder.path()),
                    place + ": holds neither model.safetensors nor model.safetensors.index.json");
  folder.write("b.gguf", "GGUF");
  CHECK_THROWS_WITH(CheckpointFiles(folder.path()),
                    place +
                        ": b.gguf is GGUF (llama.cpp), which is not read here; give the folder with "
                        "config.json and safetensors that it was made from");
  folder.write("pytorch_model.bin", "pickle");
  CHECK_THROWS_WITH(CheckpointFiles(folder.path()),
                    place +
                        ": holds pytorch_model.bin, a pickle, which is never opened here; save the model as "
                        "safetensors (model.save_pretrained(folder, safe_serialization=True))");
}

TEST_CASE("a header may be as long as another kind's first bytes say") {
  const test::TempDir folder;
  for (const std::size_t length : {62U, 64U, 123U, 640U}) {  // '>', '@', '{', the start of a pickle
    std::string header = R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})";
    header += std::string(length - header.size(), ' ');
    std::string bytes(8, '\0');
    bytes[0] = static_cast<char>(length & 0xffU);
    bytes[1] = static_cast<char>(length >> 8U);
    CHECK(CheckpointFiles(folder.write("m.safetensors", bytes + header + "x")).find("a") != nullptr);
    CHECK_THROWS_WITH(CheckpointFiles(folder.write("m.safetensors", bytes + header + "xy")),
                      Catch::EndsWith("after the last tensor belong to none"));
  }
}

TEST_CASE("adapters and files of other kinds say what they are") {
  const test::TempDir folder;
  const std::string adapter =
      ": is a LoRA adapter, which changes another model and is none by itself; merge them "
      "(model.merge_and_unload().save_pretrained(folder) in PEFT) and give that folder";
  folder.write("adapter_config.json", "{}");
  CHECK_THROWS_WITH(CheckpointFiles(folder.path()), folder.path().string() + adapter);
  const auto refused = [&](std::string_view bytes, const std::string& text) {
    const auto file = folder.write("m", bytes);
    CHECK_THROWS_WITH(CheckpointFiles(file), Catch::StartsWith(file.string() + ": " + text));
  };
  refused(std::string_view("GGUF\3\0\0\0\0\0\0\0", 12), "is GGUF (llama.cpp)");
  refused("PK\3\4zip archive", "a pickled PyTorch file, which is never opened here");
  refused("\x80\2pickle of old", "a pickled PyTorch file, which is never opened here");
  refused("\x89HDF\r\n\x1a\nkeras", "is HDF5 (Keras)");
  refused(">chr1\nACGTACGT\n", "is FASTA: sequences are INPUT, --model takes a model");
  refused("@SQ\tSN:c\tLN:9\n", "is FASTQ or SAM");
  refused("{\"model_type\": \"bert\"}", "is JSON; give the folder that it lies in");
  refused("hello, world", "header length is");
}
