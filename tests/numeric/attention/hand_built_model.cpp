#include "hand_built_model.h"

#include <cstddef>
#include <string_view>

#include "planted_model.h"

namespace seqlens::test {
namespace {

constexpr std::size_t kBases = 4;      // E: A, C, G, T one-hot
constexpr std::size_t kHeadWidth = 4;  // K
// Channels.
constexpr std::size_t kMotif = 0;
constexpr std::size_t kDecoy = 1;
constexpr std::size_t kEmpty = 2;   // always 0 before the layer
constexpr std::size_t kResult = 3;  // what the layer writes and the logit reads
constexpr std::size_t kLevel = 4;   // always the same: without it the layer norm would blow up what is small

model::EncoderConfig hand_built_config() {
  model::EncoderConfig config;
  config.vocabulary = 6;
  config.width = 16;
  config.heads = 4;
  config.layers = 1;
  config.feed_forward_width = 16;
  config.embedding_width = static_cast<int>(kBases);
  config.stem = {
      {.channels = 16, .kernel = static_cast<int>(kFirstMotif.size()), .stride = 1, .norm = false}};
  config.window_tokens = static_cast<int>(kPlantedWindow);
  config.classify = model::ClassifyHead{.labels = {"planted"}, .pooling = model::Pooling::mean};
  return config;
}

/// A channel that is (matches * weight + bias) through GELU.
void match(model::Parameters& parameters, std::size_t channel, std::string_view motif, float weight,
           float bias) {
  float* row = parameters.matrix("stem.0.weight").row(channel);
  for (std::size_t i = 0; i < motif.size(); ++i) {
    row[i * kBases + std::string_view("ACGT").find(motif[i])] = weight;
  }
  parameters.vector("stem.0.bias")[channel] = bias;
}

/// A linear map reads a channel, less one that is always 0: the layer norm moves all channels of a position
/// together, and the difference is exactly 0 where the channel is (with weights that are powers of 2).
void read_channel(model::Parameters& parameters, const char* name, std::size_t head, std::size_t channel,
                  float weight) {
  float* row = parameters.matrix(name).row(head * kHeadWidth);
  row[channel] = weight;
  row[kEmpty] = -weight;
}

/// The head's queries are alike; its keys are high where the channel is.
void attend(model::Parameters& parameters, std::size_t head, std::size_t channel) {
  parameters.vector("layer.0.attention.query.bias")[head * kHeadWidth] = 1;
  read_channel(parameters, "layer.0.attention.key.weight", head, channel, 4);
}

void write_result(model::Parameters& parameters, std::size_t head) {
  parameters.matrix("layer.0.attention.output.weight").row(kResult)[head * kHeadWidth] = 1;
}

}  // namespace

model::ModelFile hand_built_model(DecoyPath decoy) {
  const auto config = hand_built_config();
  model::ModelFile file{.config = config, .parameters = model::Parameters(config), .metadata = {}};
  model::Parameters& p = file.parameters;
  for (std::size_t base = 0; base < kBases; ++base) p.matrix("embed.token.weight").row(base)[base] = 1;
  // The whole motif or nothing: GELU(-20) is 0. The decoy is seen in part, too, so that its null varies.
  match(p, kMotif, kFirstMotif, 40, -300);
  match(p, kDecoy, kSecondMotif, 4, -18);
  p.vector("stem.0.bias")[kLevel] = 20;
  for (std::size_t i = 0; i < 16; ++i) p.vector("layer.0.attention.norm.weight")[i] = 1;
  attend(p, 0, kDecoy);
  attend(p, 1, kDecoy);
  attend(p, 2, kMotif);
  read_channel(p, "layer.0.attention.value.weight", 1, kDecoy, 1);
  read_channel(p, "layer.0.attention.value.weight", 2, kMotif, 1);
  write_result(p, 2);
  if (decoy == DecoyPath::open) {
    read_channel(p, "layer.0.attention.value.weight", 0, kDecoy, 1);
    write_result(p, 0);
  }
  p.matrix("classify.out.weight").row(0)[kResult] = 1;
  add_planted_settings(file);
  return file;
}

}  // namespace seqlens::test
