#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <system_error>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "seqlens/checkpoint/safetensors.h"
#include "seqlens/core/errors.h"
#include "seqlens/model/encoder.h"
#include "seqlens/model/parameters.h"
#include "seqlens/model/stored_model.h"

#include "support/peak_memory.h"
#include "support/temp_dir.h"

using namespace seqlens;
using namespace seqlens::model;

namespace {

EncoderConfig small_config() {
  EncoderConfig config;
  config.vocabulary = 7;
  config.width = 4;
  config.heads = 2;
  config.layers = 1;
  config.feed_forward_width = 6;
  return config;
}

/// A model file whose header lists every tensor and whose weights are a hole in the file: it takes no space
/// on the disk. False where no such file can be held or mapped.
bool write_hollow_model(const std::filesystem::path& path, const EncoderConfig& config) {
#ifdef __SANITIZE_THREAD__
  return false;  // its shadow memory leaves no room to map the file
#endif
  std::string tensors;
  std::size_t end = 0;
  const ParameterLayout layout(config);
  for (const TensorSpec& spec : layout.tensors()) {
    const std::size_t begin = end;
    end += spec.rows * spec.cols * sizeof(float);
    tensors += fmt::format(R"(,"{}":{{"dtype":"F32","shape":[{},{}],"data_offsets":[{},{}]}})", spec.name,
                           spec.rows, spec.cols, begin, end);
  }
  checkpoint::Metadata metadata{{kFormatKey, "1"}, {kConfigKey, to_json(config)}};
  std::string quoted = metadata[kConfigKey];
  for (std::size_t at = quoted.find('"'); at != std::string::npos; at = quoted.find('"', at + 2))
    quoted.insert(at, "\\");
  const std::string header =
      fmt::format(R"({{"__metadata__":{{"{}":"1","{}":"{}"}}{}}})", kFormatKey, kConfigKey, quoted, tensors);
  const std::uint64_t length = header.size();
  OutputFile file(path);
  file.write({reinterpret_cast<const char*>(&length), sizeof(length)});
  file.write(header);
  file.commit();
  std::error_code error;
  std::filesystem::resize_file(path, sizeof(length) + header.size() + end, error);
  return !error;
}

void skip_hollow_model() {
  WARN("[SKIPPED] no file of two terabytes can be held or mapped here");
}

}  // namespace

TEST_CASE("a stored model is described without its weights and loads them") {
  const test::TempDir folder;
  const auto path = folder.path() / "m.safetensors";
  const EncoderConfig config = small_config();
  Parameters parameters(config);
  initialise(parameters, config, 3);
  save_model_file(path, config, parameters, {{"seqlens.tokenizer", "text"}});
  const StoredModel stored(path);
  CHECK(stored.config() == config);
  CHECK(stored.family().empty());
  CHECK(stored.ignored().empty());
  CHECK(stored.metadata().at("seqlens.tokenizer") == "text");
  CHECK(stored.files() == std::vector{path});
  CHECK(stored.element_types() ==
        std::map<std::string, std::uint64_t>{{"F32", ParameterLayout(config).parameter_count()}});
  CHECK(std::ranges::equal(stored.load().parameters.values(), parameters.values()));

  const std::string bytes = test::read_file(path);
  const StoredModel in_memory(std::as_bytes(std::span(bytes)), "inside");
  CHECK(in_memory.files().empty());
  CHECK(std::ranges::equal(in_memory.load().parameters.values(), parameters.values()));
}

TEST_CASE("a model that does not fit into memory opens and says how much it needs") {
  const test::TempDir folder;
  const auto path = folder.path() / "huge.safetensors";
  EncoderConfig config = small_config();
  config.vocabulary = 1 << 24;
  config.width = 1 << 15;
  if (!write_hollow_model(path, config)) return skip_hollow_model();
  const StoredModel stored(path);
  CHECK(stored.config().vocabulary == 1 << 24);
  CHECK_THROWS_WITH(stored.load(),
                    Catch::Matchers::Matches(".*/huge\\.safetensors: the model needs 2\\.22 TB of memory, "
                                             "[0-9.]+ [kMGT]B are free"));
  CHECK_THROWS_AS(stored.load(), Error);
  // Packing holds the largest matrix twice: query, key and value together, 12.9 GB.
  CHECK_THROWS_WITH(Encoder(stored.config(), stored),
                    Catch::Matchers::Matches(".*/huge\\.safetensors: running the model needs 2\\.23 TB of "
                                             "memory, [0-9.]+ [kMGT]B are free"));
}

TEST_CASE("a tied decoder counts in what a model needs") {
  const test::TempDir folder;
  const auto path = folder.path() / "huge.safetensors";
  EncoderConfig config = small_config();
  config.vocabulary = 1 << 24;
  config.width = 1 << 15;
  config.masked_lm = MaskedLmHead{.transform = false};
  if (!write_hollow_model(path, config)) return skip_hollow_model();
  const StoredModel stored(path);
  CHECK_THROWS_WITH(Encoder(stored.config(), stored), Catch::Contains("running the model needs 4.43 TB"));
}

TEST_CASE("an encoder of mapped weights is that of weights in memory") {
  const test::TempDir folder;
  const auto path = folder.path() / "m.safetensors";
  EncoderConfig config = small_config();
  config.positions = Positions::rotary;
  config.width = 8;
  config.masked_lm = MaskedLmHead{};
  Parameters parameters(config);
  initialise(parameters, config, 3);
  save_model_file(path, config, parameters, {});
  const StoredModel stored(path);
  const std::vector<std::int32_t> sequence{0, 1, 2, 3, 4, 5, 6};
  const TokenIds tokens(sequence);
  const auto run = [&](const WeightSource& weights) {
    return Encoder(config, weights).run({&tokens, 1}, {.masked_lm_logits = true}).at(0);
  };
  const EncoderOutput expected = run(parameters);
  for (int again = 0; again < 2; ++again) {  // pages that were given back are read again
    const EncoderOutput output = run(stored);
    CHECK(output.last_hidden_state == expected.last_hidden_state);
    CHECK(output.masked_lm_logits == expected.masked_lm_logits);
  }
  CHECK_THROWS_WITH(Encoder(small_config(), stored), "the parameters belong to another model configuration");
}

TEST_CASE("an encoder takes a stored model's size of memory once") {
  const test::TempDir folder;
  const auto path = folder.path() / "m.safetensors";
  EncoderConfig config = small_config();
  config.width = 512;
  config.feed_forward_width = 2048;
  config.layers = 6;
  save_model_file(path, config, Parameters(config), {});
  const StoredModel stored(path);
  const auto size = static_cast<double>(std::filesystem::file_size(path));  // 76 MB, the largest matrix 4 MB
  const auto taken = test::peak_memory([&] { const Encoder encoder(stored.config(), stored); });
  const auto twice =
      test::peak_memory([&] { const Encoder encoder(stored.config(), stored.load().parameters); });
  if (!taken || !twice) {
    WARN("[SKIPPED] peak memory cannot be measured here");
    return;
  }
  CHECK(static_cast<double>(*taken) < 1.2 * size);
  CHECK(static_cast<double>(*twice) > 1.5 * size);  // else the measure is blind
}

TEST_CASE("files that are no model say what is missing") {
  const test::TempDir folder;
  const std::vector<float> values(4);
  const auto path = folder.path() / "x.safetensors";
  checkpoint::write_safetensors(path, std::vector{checkpoint::float_tensor("a", {4}, values)}, {});
  CHECK_THROWS_WITH(
      StoredModel(path),
      Catch::EndsWith("x.safetensors: is no model file of ours, and no config.json lies beside it, "
                      "which says what a published model computes"));
  std::filesystem::rename(path, folder.path() / "model.safetensors");
  CHECK_THROWS_WITH(StoredModel(folder.path()),
                    Catch::EndsWith(": holds no config.json, which says what a published model computes"));
  const auto pickle = folder.write("pytorch_model.bin", std::string("PK\x03\x04") + std::string(100, 'x'));
  CHECK_THROWS_WITH(StoredModel(pickle),
                    Catch::Contains("a pickled PyTorch file, which is never opened here; save"));
  std::filesystem::remove(folder.path() / "model.safetensors");
  CHECK_THROWS_WITH(StoredModel(folder.path()),
                    Catch::Contains("holds pytorch_model.bin, a pickle, which is never"));
}

TEST_CASE("weights that are no floats are refused by name") {
  const test::TempDir folder;
  const auto path = folder.path() / "m.safetensors";
  const EncoderConfig config = small_config();
  const Parameters parameters(config);
  save_model_file(path, config, parameters, {});
  std::string bytes = test::read_file(path);
  bytes.replace(bytes.find("\"F32\""), 5, "\"I32\"");
  folder.write("m.safetensors", bytes);
  CHECK_THROWS_WITH(StoredModel(path),
                    Catch::EndsWith("tensor 'embed.token.weight' is I32, expected F32, F16, "
                                    "BF16 or F64; quantised weights are not supported"));
}
