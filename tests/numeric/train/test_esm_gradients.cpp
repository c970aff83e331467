#include <cmath>
#include <regex>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/checkpoint/safetensors.h"
#include "seqlens/model/published_model.h"
#include "seqlens/train/loss.h"
#include "seqlens/train/objective.h"
#include "seqlens/train/trainable_encoder.h"

#include "support/shared_data.h"

using namespace seqlens;
using namespace seqlens::train;

namespace {

/// The published batch: three sequences, some of their tokens to be predicted.
struct Batch {
  std::vector<std::vector<std::int32_t>> tokens;
  std::vector<ChunkSequence> sequences;
  std::vector<ChunkPosition> positions;
  std::vector<std::int32_t> labels;
};

Batch batch_of(const checkpoint::SafetensorsView& file) {
  const auto ids = checkpoint::integers_of(file.at("input_ids"));
  const auto mask = checkpoint::integers_of(file.at("attention_mask"));
  const auto labels = checkpoint::integers_of(file.at("labels"));
  const std::size_t rows = file.at("input_ids").shape[0];
  const std::size_t length = file.at("input_ids").shape[1];
  Batch batch;
  for (std::size_t s = 0; s < rows; ++s) {
    auto& tokens = batch.tokens.emplace_back();
    for (std::size_t t = 0; t < length && mask[s * length + t] == 1; ++t) {
      tokens.push_back(static_cast<std::int32_t>(ids[s * length + t]));
      if (labels[s * length + t] == -100) continue;
      batch.positions.push_back({s, t});
      batch.labels.push_back(static_cast<std::int32_t>(labels[s * length + t]));
    }
  }
  for (const auto& tokens : batch.tokens) batch.sequences.push_back({tokens, 0});
  return batch;
}

std::string our_name(std::string name) {
  static const std::vector<std::pair<std::regex, std::string>> rules{
      {std::regex("^grad\\."), ""},
      {std::regex("esm\\.embeddings\\.word_embeddings"), "embed.token"},
      {std::regex("esm\\.encoder\\.layer"), "layer"},
      {std::regex("esm\\.encoder\\.emb_layer_norm_after"), "final_norm"},
      {std::regex("attention\\.self\\."), "attention."},
      {std::regex("attention\\.output\\.dense"), "attention.output"},
      {std::regex("attention\\.LayerNorm"), "attention.norm"},
      {std::regex("intermediate\\.dense"), "feed_forward.in"},
      {std::regex("(\\d)\\.output\\.dense"), "$1.feed_forward.out"},
      {std::regex("(\\d)\\.LayerNorm"), "$1.feed_forward.norm"},
      {std::regex("lm_head\\.layer_norm"), "masked_lm.norm"},
      {std::regex("lm_head\\.dense"), "masked_lm.dense"},
      {std::regex("lm_head\\.bias"), "masked_lm.decoder.bias"},
  };
  for (const auto& [pattern, text] : rules) name = std::regex_replace(name, pattern, text);
  return name;
}

struct LossAndGradients {
  double loss = 0;
  model::Parameters gradients;
};

LossAndGradients run(const model::ModelFile& model, const Batch& batch) {
  TrainableEncoder encoder(model.config);
  encoder.load(model.parameters);
  ChunkPass pass;
  const auto outputs = encoder.forward(batch.sequences, {.masked_lm = batch.positions}, pass);
  OutputGradients slopes;
  slopes.shape_like(outputs);
  LossAndGradients result{0, model::Parameters(model.config)};
  const auto count = static_cast<double>(batch.labels.size());
  for (std::size_t r = 0; r < batch.labels.size(); ++r) {
    const std::size_t n = outputs.masked_lm.cols;
    result.loss += softmax_loss({outputs.masked_lm.row(r), n}, batch.labels[r], 0, 1 / count,
                                {slopes.matrices().masked_lm.row(r), n}) /
                   count;
  }
  encoder.backward(slopes.read_only(), pass, result.gradients);
  return result;
}

/// Length of the difference over the length of the expected.
double relative_error(std::span<const float> found, std::span<const float> expected) {
  double difference = 0;
  double length = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const double e = expected[i];
    difference += std::pow(static_cast<double>(found[i]) - e, 2);
    length += e * e;
  }
  return std::sqrt(difference / length);
}

}  // namespace

TEST_CASE("masked-LM gradients of a published ESM-2 checkpoint agree with the reference") {
  SEQLENS_REQUIRE_SHARED(folder, "fixtures/esm2_tiny");
  const model::ModelFile model = model::load_published_model(folder).model;
  const checkpoint::SafetensorsFile file(folder / "mlm_grads.safetensors");
  const LossAndGradients found = run(model, batch_of(file.view()));
  CHECK(found.loss ==
        Approx(static_cast<double>(checkpoint::floats_of(file.view().at("loss"))[0])).epsilon(1e-5));
  int compared = 0;
  for (const checkpoint::Tensor& tensor : file.view().tensors()) {
    if (!tensor.name.starts_with("grad.")) continue;
    const auto& spec = found.gradients.layout().at(our_name(tensor.name));
    const std::vector<float> expected = checkpoint::floats_of(tensor);
    REQUIRE(expected.size() == spec.rows * spec.cols);
    INFO(tensor.name);
    const auto ours = found.gradients.values().subspan(spec.offset, expected.size());
    CHECK(relative_error(ours, expected) <= 1e-4);
    ++compared;
  }
  CHECK(compared == 56);
}

TEST_CASE("the comparison with the ESM-2 reference notices another batch") {
  SEQLENS_REQUIRE_SHARED(folder, "fixtures/esm2_tiny");
  const model::ModelFile model = model::load_published_model(folder).model;
  const checkpoint::SafetensorsFile file(folder / "mlm_grads.safetensors");
  Batch batch = batch_of(file.view());
  batch.tokens[0][3] = 4;
  const LossAndGradients found = run(model, batch);
  const auto expected =
      checkpoint::floats_of(file.view().at("grad.esm.encoder.layer.0.attention.self.query.weight"));
  const auto& spec = found.gradients.layout().at("layer.0.attention.query.weight");
  CHECK_FALSE(relative_error(found.gradients.values().subspan(spec.offset, expected.size()), expected) <=
              1e-4);
}
