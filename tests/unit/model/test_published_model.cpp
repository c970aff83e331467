#include <algorithm>
#include <functional>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "seqlens/checkpoint/safetensors.h"
#include "seqlens/core/errors.h"
#include "seqlens/model/published_model.h"

#include "support/temp_dir.h"

using namespace seqlens;
using namespace seqlens::model;

namespace {

struct Entry {
  std::vector<std::size_t> shape;
  std::vector<float> values;
};

/// A folder in the layout of ESM-2: one layer, width 4, two heads, F = 6, nine tokens.
struct EsmFolder {
  std::map<std::string, Entry> tensors;
  std::map<std::string, std::string> config{{"model_type", "\"esm\""},
                                            {"vocab_size", "9"},
                                            {"hidden_size", "4"},
                                            {"num_attention_heads", "2"},
                                            {"num_hidden_layers", "1"},
                                            {"intermediate_size", "6"},
                                            {"layer_norm_eps", "1e-05"},
                                            {"mask_token_id", "8"},
                                            {"pad_token_id", "1"},
                                            {"max_position_embeddings", "20"},
                                            {"position_embedding_type", "\"rotary\""},
                                            {"token_dropout", "true"}};

  EsmFolder() {
    const std::string layer = "esm.encoder.layer.0.";
    add("esm.embeddings.word_embeddings.weight", {9, 4});
    for (const auto* part : {"query", "key", "value"}) add_linear(layer + "attention.self." + part, 4, 4);
    add(layer + "attention.self.rotary_embeddings.inv_freq", {1});
    add_linear(layer + "attention.output.dense", 4, 4);
    add_linear(layer + "intermediate.dense", 6, 4);
    add_linear(layer + "output.dense", 4, 6);
    for (const auto* norm : {"encoder.layer.0.attention.LayerNorm", "encoder.layer.0.LayerNorm",
                             "encoder.emb_layer_norm_after"}) {
      add(std::string("esm.") + norm + ".weight", {4});
      add(std::string("esm.") + norm + ".bias", {4});
    }
  }

  void add_linear(const std::string& name, std::size_t out, std::size_t in) {
    add(name + ".weight", {out, in});
    add(name + ".bias", {out});
  }

  void add(const std::string& name, std::vector<std::size_t> shape) {
    std::size_t size = 1;
    for (const std::size_t n : shape) size *= n;
    std::vector<float> values(size);
    for (std::size_t i = 0; i < size; ++i)
      values[i] = static_cast<float>(tensors.size()) + static_cast<float>(i) / 100;
    tensors[name] = {std::move(shape), std::move(values)};
  }

  void rename(const std::function<std::string(const std::string&)>& new_name) {
    std::map<std::string, Entry> renamed;
    for (auto& [name, entry] : tensors) renamed[new_name(name)] = std::move(entry);
    tensors = std::move(renamed);
  }

  PublishedModel load() const {
    const test::TempDir folder;
    std::vector<checkpoint::Tensor> list;
    for (const auto& [name, entry] : tensors)
      list.push_back(checkpoint::float_tensor(name, entry.shape, entry.values));
    checkpoint::write_safetensors(folder.path() / "model.safetensors", list, {});
    std::string json;
    for (const auto& [key, value] : config)
      json += fmt::format("{}\"{}\":{}", json.empty() ? "" : ",", key, value);
    folder.write("config.json", fmt::format("{{{}}}", json));
    return load_published_model(folder.path());
  }
};

void check_refused(const EsmFolder& folder, const std::string& text) {
  CHECK_THROWS_WITH(folder.load(), Catch::EndsWith(text));
  CHECK_THROWS_AS(folder.load(), InputError);
}

}  // namespace

TEST_CASE("an ESM folder becomes a configuration and our tensors") {
  const EsmFolder folder;
  const PublishedModel published = folder.load();
  const EncoderConfig& config = published.model.config;
  CHECK(config.positions == Positions::rotary);
  CHECK(config.norm_placement == NormPlacement::pre);
  CHECK(config.final_norm);
  CHECK(config.token_dropout_fraction == Approx(0.12));
  CHECK_FALSE(config.masked_lm);
  CHECK_FALSE(config.classify);
  CHECK_FALSE(config.contact_head);
  CHECK(published.ignored.empty());
  const auto& parameters = published.model.parameters;
  const auto check_same = [&](const std::string& ours, const std::string& theirs) {
    const auto matrix = parameters.matrix(ours);
    CHECK(std::ranges::equal(std::span(matrix.data, matrix.rows * matrix.cols),
                             folder.tensors.at(theirs).values));
  };
  check_same("layer.0.attention.value.weight", "esm.encoder.layer.0.attention.self.value.weight");
  check_same("layer.0.feed_forward.norm.bias", "esm.encoder.layer.0.LayerNorm.bias");
  check_same("rotary.inv_freq", "esm.encoder.layer.0.attention.self.rotary_embeddings.inv_freq");
}

TEST_CASE("names with and without prefix and old names of norms are the same model") {
  const PublishedModel expected = EsmFolder().load();
  EsmFolder bare;
  bare.rename([](const std::string& name) { return name.substr(4); });
  EsmFolder old;
  old.rename([](std::string name) {
    if (name.ends_with("LayerNorm.weight")) return name.replace(name.size() - 6, 6, "gamma");
    if (name.ends_with("LayerNorm.bias")) return name.replace(name.size() - 4, 4, "beta");
    return name;
  });
  for (const EsmFolder& folder : {bare, old})
    CHECK(std::ranges::equal(folder.load().model.parameters.values(), expected.model.parameters.values()));
}

TEST_CASE("tensors that compute nothing are reported and heads are found by their tensors") {
  EsmFolder folder;
  folder.add("esm.embeddings.position_ids", {1, 20});
  folder.add("esm.embeddings.position_embeddings.weight", {20, 4});
  folder.add("lm_head.decoder.weight", {9, 4});
  folder.add("lm_head.bias", {9});
  folder.add_linear("lm_head.dense", 4, 4);
  folder.add("lm_head.layer_norm.weight", {4});
  folder.add("lm_head.layer_norm.bias", {4});
  folder.add_linear("esm.contact_head.regression", 1, 2);
  folder.add_linear("classifier.dense", 4, 4);
  folder.add_linear("classifier.out_proj", 2, 4);
  folder.config["id2label"] = R"({"0":"no","1":"yes"})";
  PublishedModel published = folder.load();
  CHECK(published.ignored == std::vector<std::string>{"esm.embeddings.position_embeddings.weight",
                                                      "esm.embeddings.position_ids",
                                                      "lm_head.decoder.weight"});
  CHECK(published.model.config.masked_lm->tied);
  CHECK(published.model.config.contact_head);
  CHECK(published.model.config.classify->labels == std::vector<std::string>{"no", "yes"});

  folder.config["tie_word_embeddings"] = "false";
  published = folder.load();
  CHECK_FALSE(published.model.config.masked_lm->tied);
  CHECK(published.model.parameters.vector("masked_lm.decoder.weight")[35] ==
        folder.tensors.at("lm_head.decoder.weight").values[35]);
}

TEST_CASE("frequencies that a checkpoint leaves out are the published formula") {
  EsmFolder folder;
  folder.tensors.erase("esm.encoder.layer.0.attention.self.rotary_embeddings.inv_freq");
  CHECK(folder.load().model.parameters.vector("rotary.inv_freq")[0] == 1.0F);
}

TEST_CASE("published folders that do not fit are refused by name") {
  EsmFolder folder;
  folder.tensors.erase("esm.encoder.layer.0.output.dense.bias");
  check_refused(folder, "model.safetensors: tensor 'esm.encoder.layer.0.output.dense.bias' is missing");
  folder = {};
  folder.add("esm.encoder.layer.0.extra", {4});
  check_refused(folder, "tensor 'esm.encoder.layer.0.extra' is not known in a model of the family ESM-2");
  folder = {};
  folder.add_linear("esm.encoder.layer.1.output.dense", 4, 6);
  check_refused(
      folder,
      "tensor 'esm.encoder.layer.1.output.dense.bias' has no place in the model that config.json describes");
  folder = {};
  folder.add("esm.encoder.layer.0.output.dense.weight", {6, 4});
  check_refused(folder, "'esm.encoder.layer.0.output.dense.weight' is (6, 4), config.json needs (4, 6)");
  folder = {};
  folder.add("embeddings.word_embeddings.weight", {9, 4});
  check_refused(folder, "tensor 'esm.embeddings.word_embeddings.weight' is there under a second name too");
  folder = {};
  folder.tensors["esm.encoder.layer.1.attention.self.rotary_embeddings.inv_freq"] = {{1}, {77.0F}};
  check_refused(folder,
                "'esm.encoder.layer.1.attention.self.rotary_embeddings.inv_freq' differs from "
                "'esm.encoder.layer.0.attention.self.rotary_embeddings.inv_freq'; layers with different "
                "frequencies are "
                "not supported");
}

TEST_CASE("config.json that asks for something else is refused by key") {
  EsmFolder folder;
  folder.config["model_type"] = "\"llama\"";
  check_refused(folder, "config.json: key 'model_type' is \"llama\", supported are 'esm' and 'bert'");
  folder = {};
  folder.config["position_embedding_type"] = "\"relative_key\"";
  check_refused(folder,
                "config.json: key 'position_embedding_type' is \"relative_key\", supported are 'rotary' and "
                "'absolute'");
  folder = {};
  folder.config.erase("hidden_size");
  check_refused(folder, "config.json: key 'hidden_size' is missing");
  folder = {};
  folder.config["hidden_size"] = "\"4\"";
  check_refused(folder, "config.json: key 'hidden_size' is \"4\", must be a whole number up to 16777216");
  folder = {};
  folder.config["num_attention_heads"] = "3";
  check_refused(folder, "config.json: model configuration: heads: 3 heads do not divide width 4");
  folder = {};
  folder.config["is_folding_model"] = "true";
  check_refused(folder, "config.json: key 'is_folding_model' is true, structure prediction is not supported");
}

TEST_CASE("config.json that describes another kind of model is refused") {
  EsmFolder folder;
  folder.config["is_decoder"] = "true";
  check_refused(folder, "config.json: key 'is_decoder' is true, causal attention is not supported");
  folder = {};
  folder.config["architectures"] = "[\"EsmForTokenClassification\"]";
  check_refused(
      folder,
      "config.json: key 'architectures' is [\"EsmForTokenClassification\"], a label for each token is "
      "not supported");
  folder = {};
  folder.config["hidden_size"] = "18446744073709551615";
  check_refused(
      folder,
      "config.json: key 'hidden_size' is 18446744073709551615, must be a whole number up to 16777216");
  folder = {};
  folder.config["model_type"] = std::string(100000, '[') + std::string(100000, ']');
  check_refused(folder, "config.json: is nested more than 32 deep");
}

TEST_CASE("classifiers that contradict config.json are refused") {
  EsmFolder folder;
  folder.add_linear("classifier.dense", 4, 4);
  folder.add_linear("classifier.out_proj", 2, 4);
  CHECK(folder.load().model.config.classify->labels == std::vector<std::string>{"LABEL_0", "LABEL_1"});
  folder.config["id2label"] = R"({"0":"no","1":"yes","2":"perhaps"})";
  check_refused(folder,
                "key 'id2label' is {\"0\":\"no\",\"1\":\"yes\",\"2\":\"perhaps\"}, but the classifier has 2 "
                "outputs");
  folder.config["id2label"] = R"({"0":"no","2":"yes"})";
  check_refused(folder, "key 'id2label' is {\"0\":\"no\",\"2\":\"yes\"}, without a text for 1");
  folder.config.erase("id2label");
  // A shape without bytes may claim any number of labels.
  folder.tensors["classifier.out_proj.weight"] = {{std::size_t{1} << 50, 0}, {}};
  check_refused(folder,
                "'classifier.out_proj.weight' is (1125899906842624, 0), config.json needs (labels, 4)");
}
