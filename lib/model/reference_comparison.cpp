#include "seqlens/model/reference_comparison.h"

#include <optional>
#include <vector>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/model/contact_sink.h"
#include "seqlens/model/head_sink.h"

namespace seqlens::model {

namespace {

using Differences = std::map<std::string, OutputDifference>;

/// Compares the heads of a run as they come. Each head of each sequence has its own sum, since they come from
/// different threads.
class AttentionComparison : public HeadSink {
 public:
  AttentionComparison(const EncoderConfig& config, const ReferenceCase& reference)
      : config_(config),
        reference_(reference),
        heads_(static_cast<std::size_t>(config.heads)),
        all_heads_(static_cast<std::size_t>(config.layers) * heads_),
        differences_(reference.sequences().size() * all_heads_) {}

  void on_rows(std::size_t sequence, int layer, int head, std::size_t first,
               kernels::ConstMatrix rows) override {
    const std::size_t slot =
        sequence * all_heads_ + static_cast<std::size_t>(layer) * heads_ + static_cast<std::size_t>(head);
    differences_[slot].add(reference_.compare_attention(config_, sequence, layer, head, first, rows));
  }

  [[nodiscard]] OutputDifference total() const {
    OutputDifference total;
    for (const OutputDifference& difference : differences_) total.add(difference);
    return total;
  }

 private:
  const EncoderConfig& config_;
  const ReferenceCase& reference_;
  std::size_t heads_;
  std::size_t all_heads_;
  std::vector<OutputDifference> differences_;
};

/// Shows each head to those who want it.
class HeadSinks : public HeadSink {
 public:
  void add(HeadSink& sink) { sinks_.push_back(&sink); }
  [[nodiscard]] bool wants(int, int) const override { return !sinks_.empty(); }
  void on_rows(std::size_t sequence, int layer, int head, std::size_t first,
               kernels::ConstMatrix rows) override {
    for (HeadSink* sink : sinks_) sink->on_rows(sequence, layer, head, first, rows);
  }

 private:
  std::vector<HeadSink*> sinks_;
};

bool holds_classes(const ReferenceCase& reference) {
  const checkpoint::Tensor* logits = reference.find("logits");
  return logits && logits->shape.size() == 2;
}

class Comparison {
 public:
  Comparison(const Encoder& encoder, const WeightSource& weights, const ReferenceCase& reference)
      : encoder_(encoder), config_(encoder.config()), reference_(reference) {
    wanted_.hidden_states = true;
    wanted_.pooler_output = config_.pooler && reference.has("pooler_output");
    wanted_.classify_logits = config_.classify.has_value() && holds_classes(reference);
    wanted_.masked_lm_logits =
        config_.masked_lm.has_value() && reference.has("logits") && !holds_classes(reference);
    if (reference.has("attentions")) sinks_.add(attentions_.emplace(config_, reference));
    if (reference.has("contacts") && config_.contact_head)
      sinks_.add(contacts_.emplace(config_, contact_head(config_, weights), reference.sequences()));
    wanted_.heads = &sinks_;
  }

  Differences run() {
    const std::vector<EncoderOutput> outputs = encoder_.run(reference_.sequences(), wanted_);
    for (std::size_t b = 0; b < outputs.size(); ++b) take(b, outputs[b]);
    if (attentions_) differences_["attentions"] = attentions_->total();
    return std::move(differences_);
  }

 private:
  void take(std::size_t b, const EncoderOutput& output) {
    take_rows("last_hidden_state", b, output.last_hidden_state, output.positions);
    for (std::size_t l = 0; l < output.hidden_states.size(); ++l)
      take_rows(fmt::format("hidden_states.{}", l), b, output.hidden_states[l], output.positions);
    // The original lists what comes out of the last layer (and its norm) as one more.
    take_rows(fmt::format("hidden_states.{}", config_.layers), b, output.last_hidden_state, output.positions);
    if (wanted_.masked_lm_logits) take_rows("logits", b, output.masked_lm_logits, output.positions);
    if (wanted_.pooler_output)
      differences_["pooler_output"].add(reference_.compare_vector("pooler_output", b, output.pooler_output));
    if (wanted_.classify_logits)
      differences_["logits"].add(reference_.compare_vector("logits", b, output.classify_logits));
    if (contacts_) take_contacts(b, output.positions);
  }

  void take_rows(const std::string& name, std::size_t b, const std::vector<float>& values, std::size_t rows) {
    if (reference_.has(name))
      differences_[name].add(reference_.compare(name, b, {values.data(), rows, values.size() / rows}));
  }

  void take_contacts(std::size_t b, std::size_t positions) {
    const std::size_t residues = positions < 3 ? 0 : positions - 2;
    const std::vector<float> values = contacts_->probabilities(b);
    differences_["contacts"].add(reference_.compare_contacts(b, {values.data(), residues, residues}));
  }

  const Encoder& encoder_;
  const EncoderConfig& config_;
  const ReferenceCase& reference_;
  Wanted wanted_;
  HeadSinks sinks_;
  std::optional<AttentionComparison> attentions_;
  std::optional<ContactSink> contacts_;
  Differences differences_;
};

}  // namespace

std::map<std::string, OutputDifference> compare_with_reference(const Encoder& encoder,
                                                               const WeightSource& weights,
                                                               const ReferenceCase& reference) {
  return Comparison(encoder, weights, reference).run();
}

}  // namespace seqlens::model
