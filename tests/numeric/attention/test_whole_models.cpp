// Tracks of whole models: against the attention matrices that the same run shows, and against those of the
// original code of published models.
#include <catch2/catch.hpp>

#include "seqlens/attention/head_tracks.h"
#include "seqlens/checkpoint/safetensors.h"
#include "seqlens/core/random.h"
#include "seqlens/model/published_model.h"
#include "seqlens/tokenize/base_tokenizer.h"

#include "support/promoter_model.h"
#include "support/require_close.h"
#include "support/shared_data.h"
#include "support/tiny_promoter_model.h"

using namespace seqlens;
using namespace seqlens::attention;

namespace {

/// Mean over queries of the original's A (B, layers, heads, T, T), of one sequence of `tokens` tokens.
std::vector<double> original_received(const checkpoint::Tensor& tensor, std::size_t b, const HeadId& id,
                                      std::size_t tokens) {
  const auto values = checkpoint::floats_of(tensor);
  const std::size_t length = tensor.shape[3];
  const std::size_t head = ((b * tensor.shape[1] + static_cast<std::size_t>(id.layer)) * tensor.shape[2] +
                            static_cast<std::size_t>(id.head)) *
                           length * length;
  std::vector<double> received(tokens, 0.0);
  for (std::size_t i = 0; i < tokens; ++i)
    for (std::size_t j = 0; j < tokens; ++j)
      received[j] += static_cast<double>(values[head + i * length + j]) / static_cast<double>(tokens);
  return received;
}

/// Compares all heads of a case; how many tracks were compared.
std::size_t compare(const std::filesystem::path& folder, const std::string& name) {
  const model::ModelFile file = model::load_model(folder);
  const model::Encoder encoder(file.config, file.parameters);
  const checkpoint::SafetensorsFile outputs(folder / "ref_outputs.safetensors");
  const auto& view = outputs.view();
  const checkpoint::Tensor& attentions = view.at(name + ".attentions");
  const auto ids = checkpoint::integers_of(view.at(name + ".input_ids"));
  const auto mask = checkpoint::integers_of(view.at(name + ".attention_mask"));
  const std::size_t length = view.at(name + ".input_ids").shape[1];
  const ReductionPlan plan = make_plan(file, Reduction::received, false);
  std::size_t compared = 0;
  for (std::size_t b = 0; b * length < ids.size(); ++b) {
    std::vector<std::int32_t> tokens;
    for (std::size_t t = 0; t < length; ++t)
      if (mask[b * length + t] != 0) tokens.push_back(static_cast<std::int32_t>(ids[b * length + t]));
    const HeadTracks tracks = head_tracks(encoder, plan, tokens);
    for (std::size_t i = 0; i < plan.tracks(); ++i, ++compared)
      test::require_close(tracks.track(i), original_received(attentions, b, plan.heads[i], tokens.size()),
                          {2e-4, 0});
  }
  return compared;
}

}  // namespace

TEST_CASE("what the heads of a published model receive is what they do in its original code") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  std::size_t compared = 0;
  for (const char* family : {"esm2_tiny", "nt_v1_tiny", "nt_v2_tiny", "dnabert_tiny", "dnabert2_tiny"}) {
    const auto folder = fixtures / family;
    const checkpoint::SafetensorsFile outputs(folder / "ref_outputs.safetensors");
    for (const auto& tensor : outputs.view().tensors()) {
      const auto dot = tensor.name.find(".attentions");
      if (dot == std::string::npos || tensor.name.starts_with("f16") || tensor.name.starts_with("bf16"))
        continue;
      INFO(family << " " << tensor.name);
      compared += compare(folder, tensor.name.substr(0, dot));
    }
  }
  CHECK(compared > 20);
}

TEST_CASE("a window's tracks are the same from its tokens and from its stem features") {
  const auto file = test::tiny_promoter_file();
  const auto promoter = test::make_promoter_model(file, "tiny");
  const std::string window = [] {
    Random random(4);
    std::string bases;
    for (int i = 0; i < 300; ++i) bases += "ACGT"[random.below(4)];
    return bases;
  }();
  const auto tokens = tokenize::BaseTokenizer().encode(window);
  std::vector<float> features;
  promoter.encoder.stem_features(tokens.ids, features);
  const std::size_t width = static_cast<std::size_t>(file.config.width);
  const kernels::ConstMatrix matrix{features.data(), features.size() / width, width};
  for (const Reduction reduction : {Reduction::received, Reduction::norm, Reduction::entropy}) {
    const ReductionPlan plan = make_plan(file, reduction, false);
    const HeadTracks whole = head_tracks(promoter.encoder, plan, tokens.ids);
    float logit = 0;
    const HeadTracks shared = head_tracks(promoter.encoder, plan, matrix, logit);
    CHECK(whole.tracks == 2);
    test::require_same_bits(shared.values, whole.values);
  }
}
