#include <algorithm>
#include <limits>
#include <span>

#include <catch2/catch.hpp>

#include "seqlens/checkpoint/safetensors.h"
#include "seqlens/core/errors.h"
#include "seqlens/model/encoder.h"
#include "seqlens/model/model_file.h"
#include "seqlens/model/stored_model.h"

#include "support/temp_dir.h"

using namespace seqlens;
using namespace seqlens::model;

namespace {

EncoderConfig tiny() {
  EncoderConfig config;
  config.vocabulary = 6;
  config.width = 8;
  config.heads = 2;
  config.layers = 1;
  config.feed_forward_width = 16;
  config.classify = ClassifyHead{.labels = {"promoter"}};
  return config;
}

ModelFile tiny_model() {
  ModelFile model{tiny(), Parameters(tiny()), {{"seqlens.tokenizer", "{}"}}};
  initialise(model.parameters, model.config, 3);
  return model;
}

/// The tiny model's file with its tensors and metadata changed by `edit`.
template <class Edit>
std::string edited_file(const test::TempDir& folder, Edit edit) {
  const ModelFile model = tiny_model();
  const auto path = folder.path() / "m.safetensors";
  save_model_file(path, model.config, model.parameters, model.metadata);
  const checkpoint::SafetensorsFile file(path);
  std::vector<checkpoint::Tensor> tensors(file.view().tensors().begin(), file.view().tensors().end());
  checkpoint::Metadata metadata = file.view().metadata();
  edit(tensors, metadata);
  const auto edited = folder.path() / "edited.safetensors";
  checkpoint::write_safetensors(edited, tensors, metadata);
  return edited.string();
}

using Tensors = std::vector<checkpoint::Tensor>;

}  // namespace

TEST_CASE("a model file gives back configuration and weights and texts") {
  const test::TempDir folder;
  const ModelFile model = tiny_model();
  const auto path = folder.path() / "m.safetensors";
  save_model_file(path, model.config, model.parameters, model.metadata);
  const std::string bytes = test::read_file(path);

  const ModelFile loaded = load_model_file(path);
  const ModelFile embedded = StoredModel(std::as_bytes(std::span(bytes)), "(embedded)").load();
  for (const ModelFile* copy : {&loaded, &embedded}) {
    CHECK(copy->config == model.config);
    CHECK(std::ranges::equal(copy->parameters.values(), model.parameters.values()));
    CHECK(copy->metadata.at("seqlens.tokenizer") == "{}");
    CHECK(copy->metadata.at("seqlens.format") == "1");
  }
  const auto again = folder.path() / "again.safetensors";
  save_model_file(again, loaded.config, loaded.parameters, loaded.metadata);
  CHECK(test::read_file(again) == bytes);
}

TEST_CASE("weights that are no numbers are refused") {
  const test::TempDir folder;
  const auto with_value = [&](float value) {
    std::vector<float> weights(16 * 8, 0.5F);
    weights[37] = value;
    return edited_file(folder, [&](Tensors& tensors, checkpoint::Metadata&) {
      for (checkpoint::Tensor& tensor : tensors)
        if (tensor.name == "layer.0.feed_forward.in.weight") tensor.bytes = std::as_bytes(std::span(weights));
    });
  };
  const auto rejects = [&](float value, const std::string& text) {
    const std::string path = with_value(value);
    const std::string message = path + ": tensor 'layer.0.feed_forward.in.weight' holds " + text +
                                "; the file is damaged, copy it again";
    CHECK_THROWS_WITH(load_model_file(path), message);
    const StoredModel stored(path);
    CHECK_THROWS_WITH(Encoder(stored.config(), stored), message);
  };
  rejects(std::numeric_limits<float>::quiet_NaN(), "nan");
  rejects(-std::numeric_limits<float>::quiet_NaN(), "nan");
  rejects(std::numeric_limits<float>::infinity(), "inf");
  rejects(-std::numeric_limits<float>::infinity(), "-inf");
  CHECK_NOTHROW(load_model_file(with_value(std::numeric_limits<float>::max())));
  CHECK_NOTHROW(load_model_file(with_value(std::numeric_limits<float>::denorm_min())));
}

TEST_CASE("null tables of heads come back and other extra tensors do not pass") {
  const test::TempDir folder;
  const auto path = folder.path() / "m.safetensors";
  const ModelFile model{tiny(), Parameters(tiny()), {}};
  const StoredTables tables{{"attention_null.norm", {{1, 2, 3}, {1, 2, 3, 4, 5, 6}}}};
  save_model_file(path, model.config, model.parameters, model.metadata, tables);
  const ModelFile loaded = load_model_file(path);
  REQUIRE(loaded.tables.size() == 1);
  CHECK(loaded.tables.at("attention_null.norm").shape == std::vector<std::size_t>{1, 2, 3});
  CHECK(loaded.tables.at("attention_null.norm").values == tables.at("attention_null.norm").values);
  save_model_file(path, model.config, model.parameters, model.metadata,
                  {{"attention_null.other", {{1}, {1}}}});
  CHECK_THROWS_WITH(load_model_file(path), path.string() + ": unknown tensor 'attention_null.other'");
}

TEST_CASE("model files that lack or add something are refused by name") {
  const test::TempDir folder;
  auto path = edited_file(folder, [](Tensors&, auto& metadata) { metadata.erase("seqlens.format"); });
  CHECK_THROWS_WITH(
      load_model_file(path),
      path + ": not a seqlens model file (no 'seqlens.format'); a published model is loaded by its folder");
  path = edited_file(folder, [](Tensors&, auto& metadata) { metadata["seqlens.format"] = "2"; });
  CHECK_THROWS_WITH(load_model_file(path), path + ": model file format '2', this program reads '1'");
  path = edited_file(folder, [](Tensors&, auto& metadata) { metadata.erase("seqlens.config"); });
  CHECK_THROWS_WITH(load_model_file(path), path + ": has no 'seqlens.config'");
  path = edited_file(folder, [](Tensors&, auto& metadata) { metadata["seqlens.config"] = "{}"; });
  CHECK_THROWS_WITH(load_model_file(path), path + ": model configuration: key 'vocabulary' is missing");
  path = edited_file(folder, [](Tensors& tensors, auto&) { tensors.pop_back(); });
  CHECK_THROWS_WITH(load_model_file(path), path + ": tensor 'classify.out.bias' is missing");
  path = edited_file(folder, [](Tensors& tensors, auto&) { tensors.back().name = "classify.out.bais"; });
  CHECK_THROWS_WITH(load_model_file(path), path + ": tensor 'classify.out.bias' is missing");
  path = edited_file(folder, [](Tensors& tensors, auto&) {
    tensors.push_back(tensors.back());
    tensors.back().name = "extra";
  });
  CHECK_THROWS_WITH(load_model_file(path), path + ": unknown tensor 'extra'");
  path = edited_file(folder, [](Tensors& tensors, auto&) { tensors.front().shape = {8, 6}; });
  CHECK_THROWS_WITH(load_model_file(path),
                    path + ": 'embed.token.weight' is (8, 6), the configuration needs (6, 8)");
}
