// esm2_tiny: random weights in the layout of ESM-2, outputs of the original code in double precision.
#include <algorithm>
#include <cmath>

#include <catch2/catch.hpp>

#include "seqlens/checkpoint/safetensors.h"
#include "seqlens/model/contact_sink.h"
#include "seqlens/model/encoder.h"
#include "seqlens/model/published_model.h"

#include "compare_outputs.h"
#include "support/shared_data.h"

using namespace seqlens;
using namespace seqlens::model;
using checkpoint::SafetensorsView;
using checkpoint::Tensor;

namespace {

constexpr double kTolerance = 2e-4;

/// One case of the reference file: its sequences without padding, and how far results are from it.
class ReferenceCase {
 public:
  /// @param outputs  prefix of the logits, "f16." for the weights rounded to half precision
  ReferenceCase(const SafetensorsView& file, std::string name, std::string outputs = "")
      : file_(file), name_(std::move(name)), outputs_(std::move(outputs)) {
    const Tensor& ids = file_.at(name_ + ".input_ids");
    const auto id = checkpoint::integers_of(ids);
    const auto mask = checkpoint::integers_of(file_.at(name_ + ".attention_mask"));
    length_ = ids.shape[1];
    for (std::size_t b = 0; b < ids.shape[0]; ++b) {
      auto& tokens = tokens_.emplace_back();
      for (std::size_t t = 0; t < length_; ++t)
        if (mask[b * length_ + t] == 1) tokens.push_back(static_cast<std::int32_t>(id[b * length_ + t]));
    }
    sequences_.assign(tokens_.begin(), tokens_.end());
  }

  [[nodiscard]] const std::vector<TokenIds>& sequences() const { return sequences_; }
  [[nodiscard]] bool has(const std::string& what) const {
    return file_.find(outputs_ + name_ + "." + what) != nullptr;
  }

  /// Largest difference of sequence b's rows, each compared over got.size() / rows columns.
  [[nodiscard]] double difference(const std::string& what, std::size_t b, const std::vector<float>& got,
                                  std::size_t rows) const {
    const Tensor& tensor = file_.at(outputs_ + name_ + "." + what);
    const auto values = checkpoint::floats_of(tensor);
    const std::size_t stride = tensor.shape.back();
    const std::size_t reference_rows = tensor.shape[tensor.shape.size() - 2];
    return compare(std::span(values).subspan(b * reference_rows * stride), stride, got, rows);
  }

  [[nodiscard]] double attention_difference(std::size_t layer, std::size_t head,
                                            const std::vector<float>& got) const {
    const Tensor& tensor = file_.at(name_ + ".attentions");
    const auto values = checkpoint::floats_of(tensor);
    const std::size_t matrix = layer * tensor.shape[2] + head;
    return compare(std::span(values).subspan(matrix * length_ * length_), length_, got, length_);
  }

 private:
  static double compare(std::span<const float> reference, std::size_t stride, const std::vector<float>& got,
                        std::size_t rows) {
    if (rows == 0 || got.size() % rows != 0) return INFINITY;
    const std::size_t columns = got.size() / rows;
    double largest = 0;
    for (std::size_t r = 0; r < rows; ++r) {
      for (std::size_t c = 0; c < columns; ++c) {
        const double difference = std::abs(got[r * columns + c] - reference[r * stride + c]);
        if (!(difference <= largest)) largest = std::isnan(difference) ? INFINITY : difference;
      }
    }
    return largest;
  }

  const SafetensorsView& file_;
  std::string name_;
  std::string outputs_;
  std::size_t length_ = 0;
  std::vector<std::vector<std::int32_t>> tokens_;
  std::vector<TokenIds> sequences_;
};

double outputs_difference(const ModelFile& model, const ReferenceCase& reference) {
  const Encoder encoder(model.config, model.parameters);
  ContactSink contacts(model.config, model.parameters, reference.sequences());
  const auto outputs = encoder.run(reference.sequences(),
                                   {.hidden_states = true, .masked_lm_logits = true, .heads = &contacts});
  double largest = 0;
  const auto take = [&](const std::string& what, std::size_t b, const std::vector<float>& got,
                        std::size_t rows) {
    if (reference.has(what)) largest = std::max(largest, reference.difference(what, b, got, rows));
  };
  for (std::size_t b = 0; b < outputs.size(); ++b) {
    const EncoderOutput& out = outputs[b];
    take("logits", b, out.masked_lm_logits, out.positions);
    take("last_hidden_state", b, out.last_hidden_state, out.positions);
    take("contacts", b, contacts.probabilities(b), out.positions - 2);
    for (std::size_t l = 0; l < out.hidden_states.size(); ++l)
      take("hidden_states." + std::to_string(l), b, out.hidden_states[l], out.positions);
  }
  return largest;
}

double attentions_difference(const ModelFile& model, const ReferenceCase& reference) {
  test::KeepHeads heads(model.config.layers, model.config.heads, reference.sequences()[0].size());
  (void)Encoder(model.config, model.parameters).run(reference.sequences(), {.heads = &heads});
  double largest = 0;
  for (int l = 0; l < model.config.layers; ++l)
    for (int h = 0; h < model.config.heads; ++h)
      largest =
          std::max(largest, reference.attention_difference(static_cast<std::size_t>(l),
                                                           static_cast<std::size_t>(h), heads.head(l, h)));
  return largest;
}

}  // namespace

TEST_CASE("ESM-2 gives the original code's outputs from every form of its weights") {
  SEQLENS_REQUIRE_SHARED(folder, "fixtures/esm2_tiny");
  const checkpoint::SafetensorsFile file(folder / "ref_outputs.safetensors");
  for (const auto* weights : {"model.safetensors", "model_min.safetensors", "sharded"}) {
    const PublishedModel published = load_published_model(folder / "config.json", folder / weights);
    CHECK(published.family == "ESM-2");
    for (const auto* name : {"ubiquitin_1ubq", "bpti_5pti", "crambin_1crn", "masked_batch"}) {
      INFO(weights << ", " << name);
      CHECK(outputs_difference(published.model, ReferenceCase(file.view(), name)) <= kTolerance);
    }
    CHECK(attentions_difference(published.model, ReferenceCase(file.view(), "bpti_5pti")) <= kTolerance);
  }
}

TEST_CASE("ESM-2 in half precision gives the original code's logits on the rounded weights") {
  SEQLENS_REQUIRE_SHARED(folder, "fixtures/esm2_tiny");
  const checkpoint::SafetensorsFile file(folder / "ref_outputs.safetensors");
  for (const std::string precision : {"f16", "bf16"}) {
    INFO(precision);
    const ModelFile model = load_model(folder / ("model_" + precision + ".safetensors"));
    const ReferenceCase rounded(file.view(), "crambin_1crn", precision + ".");
    REQUIRE(rounded.has("logits"));
    CHECK(outputs_difference(model, rounded) <= kTolerance);
    CHECK(outputs_difference(model, ReferenceCase(file.view(), "crambin_1crn")) >
          kTolerance);  // rounding shows
  }
}

TEST_CASE("the reference notices each detail of ESM-2 done wrong") {
  SEQLENS_REQUIRE_SHARED(folder, "fixtures/esm2_tiny");
  const checkpoint::SafetensorsFile file(folder / "ref_outputs.safetensors");
  const ReferenceCase reference(file.view(), "masked_batch");
  struct Wrong {
    const char* what;
    void (*change)(ModelFile&);
  };
  for (const Wrong& wrong :
       {Wrong{"no token dropout", [](ModelFile& m) { m.config.token_dropout_fraction = 0; }},
        Wrong{"token dropout without the 0.8", [](ModelFile& m) { m.config.token_dropout_fraction = 0.15F; }},
        Wrong{"tanh gelu", [](ModelFile& m) { m.config.feed_forward = FeedForward::gelu_tanh; }},
        Wrong{"another eps", [](ModelFile& m) { m.config.norm_eps = 1e-3F; }},
        Wrong{"frequencies not read",
              [](ModelFile& m) { m.parameters.vector("rotary.inv_freq")[1] *= 1.1F; }}}) {
    INFO(wrong.what);
    ModelFile model = load_published_model(folder).model;
    CHECK(outputs_difference(model, reference) <= kTolerance);
    wrong.change(model);
    CHECK(outputs_difference(model, reference) > kTolerance);
  }
}
