#include "seqlens/mutagenesis/letter_slopes.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "seqlens/core/dna.h"
#include "seqlens/core/errors.h"
#include "seqlens/parallel/workspace_pool.h"
#include "seqlens/scan/encoder_scorer.h"
#include "seqlens/tokenize/base_tokenizer.h"
#include "seqlens/tokenize/encode_sequence.h"
#include "seqlens/train/objective.h"
#include "seqlens/train/trainable_encoder.h"

namespace seqlens::mutagenesis {
namespace {

using scan::RecordStrand;
using TokenIds = std::vector<std::int32_t>;

/// log sum exp(values), and its slopes: softmax(values).
double log_sum(std::span<const double> values, std::span<double> slopes) {
  const double highest = *std::max_element(values.begin(), values.end());
  double total = 0;
  for (const double value : values) total += std::exp(value - highest);
  for (std::size_t i = 0; i < values.size(); ++i) slopes[i] = std::exp(values[i] - highest) / total;
  return highest + std::log(total);
}

model::Parameters read(const model::ModelView& stored) {
  model::Parameters parameters(stored.config);
  for (const model::TensorSpec& tensor : parameters.layout().tensors())
    stored.weights.read(tensor, parameters.values().subspan(tensor.offset, tensor.rows * tensor.cols));
  return parameters;
}

}  // namespace

struct SlopeScorer::Impl {
  struct Scratch {
    explicit Scratch(const model::EncoderConfig& config) : gradients(config) {}
    TokenIds tokens;
    train::ChunkPass pass;
    train::OutputGradients slopes;
    model::Parameters gradients;  // of the weights: nobody reads them
  };

  Impl(const scan::ScanModel& scan_model, const model::ModelView& stored)
      : model(scan_model),
        parameters(read(stored)),
        encoder(stored.config),
        scratch([config = stored.config] { return std::make_unique<Scratch>(config); }) {
    encoder.load(parameters);
    if (model.positions()) bins = scan::bins_of_window(stored.config, model.settings());
  }

  [[nodiscard]] bool is_classifier() const { return model.classifier() != nullptr; }

  [[nodiscard]] TokenIds tokens_of(std::string_view letters) const {
    if (!is_classifier()) {
      TokenIds ids(letters.size());
      std::transform(letters.begin(), letters.end(), ids.begin(), tokenize::base_id);
      return ids;
    }
    auto tokens = model.classifier()->tokens(letters);
    if (!tokens)
      throw Error(
          fmt::format("a window of {} bases is more tokens than the model takes; give a shorter --window",
                      letters.size()));
    return std::move(tokens->ids);
  }

  /// Fills in the gradient of the logit of the window and returns the logit.
  double window_logit(const train::HeadMatrices<const float>& outputs,
                      const train::HeadMatrices<float>& slopes) const {
    const auto logits = std::span(outputs.classify.row(0), outputs.classify.cols);
    if (!is_classifier()) {
      slopes.classify.at(0, 0) = 1;
      return double{logits[0]};
    }
    const scan::PromoterClass& meant = model.classifier()->promoter_class;
    slopes.classify.at(0, meant.promoter) = 1;
    if (meant.others.empty()) return meant.logit(logits);
    std::vector<double> others, shares(meant.others.size());
    for (const std::size_t other : meant.others) others.push_back(double{logits[other]});
    log_sum(others, shares);
    for (std::size_t i = 0; i < shares.size(); ++i)
      slopes.classify.at(0, meant.others[i]) = static_cast<float>(-shares[i]);
    return meant.logit(logits);
  }

  /// The same of a model of positions, which reads both strands at once.
  double bins_logit(RecordStrand strand, const train::HeadMatrices<const float>& outputs,
                    const train::HeadMatrices<float>& slopes) const {
    std::vector<double> values;
    std::vector<float*> places;
    const auto columns = static_cast<std::int64_t>(outputs.tokens.cols);  // of a position: some bins
    for (std::int64_t bin = bins->begin; bin < bins->end; ++bin) {
      for (const std::int64_t other_strand : {0, 1}) {
        if (strand == (other_strand == 1 ? RecordStrand::forward : RecordStrand::reverse)) continue;
        const auto row = static_cast<std::size_t>((2 * bin + other_strand) / columns);
        const auto column = static_cast<std::size_t>((2 * bin + other_strand) % columns);
        values.push_back(double{outputs.tokens.at(row, column)});
        places.push_back(&slopes.tokens.at(row, column));
      }
    }
    std::vector<double> shares(values.size());
    const double logit = log_sum(values, shares);
    for (std::size_t i = 0; i < shares.size(); ++i) *places[i] = static_cast<float>(shares[i]);
    return logit;
  }

  /// Changes of the logit by letters of a window, read in its orientation.
  /// @param strand  heeded by models that read both strands at once.
  [[nodiscard]] LetterSlopes slopes_of(std::string_view letters, RecordStrand strand) const {
    const auto room = scratch.borrow();
    room->tokens = tokens_of(letters);
    const train::ChunkSequence sequence{room->tokens};
    const auto outputs =
        encoder.forward(std::span(&sequence, 1), {.classify = !bins, .tokens = bins.has_value()}, room->pass);
    room->slopes.shape_like(outputs);
    const auto& matrices = room->slopes.matrices();
    LetterSlopes result;
    result.logit = bins ? bins_logit(strand, outputs, matrices) : window_logit(outputs, matrices);
    if (!std::isfinite(result.logit))
      throw Error("the model gives a logit that is no finite number; its weights are broken");
    encoder.backward(room->slopes.read_only(), room->pass, room->gradients);
    result.changes = is_classifier() ? changes_by_tokens(letters, *room) : changes_by_bases(letters, *room);
    return result;
  }

  /// One token a letter.
  [[nodiscard]] std::vector<std::array<double, 4>> changes_by_bases(std::string_view letters,
                                                                    const Scratch& room) const {
    std::vector<std::array<double, 4>> changes(letters.size());
    for (std::size_t at = 0; at < letters.size(); ++at) {
      if (canonical_base(letters[at]) == 'N') continue;
      const double present = encoder.token_slope(room.pass, at, room.tokens[at]);
      for (std::size_t i = 0; i < kSubstitutes.size(); ++i) {
        const std::int32_t id = tokenize::base_id(kSubstitutes[i]);
        changes[at][i] = id == room.tokens[at] ? 0 : encoder.token_slope(room.pass, at, id) - present;
      }
    }
    return changes;
  }

  /// Whatever the tokenizer makes of the letters with one of them changed.
  [[nodiscard]] std::vector<std::array<double, 4>> changes_by_tokens(std::string_view letters,
                                                                     const Scratch& room) const {
    std::vector<std::array<double, 4>> changes(letters.size());
    std::string mutant(letters);
    for (std::size_t at = 0; at < letters.size(); ++at) {
      const char base = canonical_base(letters[at]);
      for (std::size_t i = 0; base != 'N' && i < kSubstitutes.size(); ++i) {
        if (kSubstitutes[i] == base) continue;
        mutant[at] = kSubstitutes[i];
        changes[at][i] = change_of_tokens(room, tokens_of(mutant));
      }
      mutant[at] = letters[at];
    }
    return changes;
  }

  [[nodiscard]] double change_of_tokens(const Scratch& room, const TokenIds& others) const {
    if (others.size() != room.tokens.size())
      throw Error("a substituted base changes the number of tokens, so effects have no first order");
    double change = 0;
    for (std::size_t t = 0; t < others.size(); ++t) {
      if (others[t] == room.tokens[t]) continue;
      change +=
          encoder.token_slope(room.pass, t, others[t]) - encoder.token_slope(room.pass, t, room.tokens[t]);
    }
    return change;
  }

  const scan::ScanModel& model;
  model::Parameters parameters;
  train::TrainableEncoder encoder;
  std::optional<Interval> bins;  // of a model of positions
  mutable parallel::WorkspacePool<Scratch> scratch;
};

SlopeScorer::SlopeScorer(const scan::ScanModel& model, const model::ModelView& stored,
                         const std::string& place) {
  if (model.classifier() && model.classifier()->tokenizer->kind() == "bpe")
    throw InputError(
        place,
        "its tokens (BPE) do not keep their places when a base changes, so effects have no first "
        "order; exact effects (mutagenesis) can be had");
  impl_ = std::make_unique<Impl>(model, stored);
}
SlopeScorer::~SlopeScorer() = default;
SlopeScorer::SlopeScorer(SlopeScorer&&) noexcept = default;
SlopeScorer& SlopeScorer::operator=(SlopeScorer&&) noexcept = default;

namespace {

/// Slopes of a window by place in the record: letters of the forward strand.
struct PlacedSlopes {
  LetterSlopes slopes;
  Interval seen;  // window and flanks, forward strand of the record
  bool turned = false;
  double share = 1;  // of the logit's change

  [[nodiscard]] double change(std::int64_t position, std::size_t letter) const {
    if (!seen.contains(position)) return 0;
    const std::int64_t at = turned ? seen.end - 1 - position : position - seen.begin;
    // The complement of A, C, G, T is the same from behind.
    return share * slopes.changes[static_cast<std::size_t>(at)][turned ? 3 - letter : letter];
  }
};

}  // namespace

std::vector<BaseEffects> SlopeScorer::effects_in_window(RecordStrand strand, const Stretch& stretch,
                                                        const WindowPlace& place,
                                                        const Interval& bases) const {
  const scan::WindowScorer& scorer = impl_->model.scorer();
  const std::int64_t flank = scorer.flank_bases();
  const auto seen_from = [&](std::int64_t start) {
    return Interval{start - flank, start + scorer.window_bases() + flank};
  };
  const bool both_at_once = scorer.reads_both_strands();
  std::vector<PlacedSlopes> read;
  if (both_at_once || strand != RecordStrand::reverse) {
    const Interval seen = seen_from(place.forward_start);
    read.push_back({impl_->slopes_of(stretch.letters(seen), strand), seen});
  }
  if (!both_at_once && strand != RecordStrand::forward) {
    const Interval seen = seen_from(place.reverse_start);
    read.push_back({impl_->slopes_of(reverse_complement(stretch.letters(seen)), strand), seen, true});
  }
  double reference = read.front().slopes.logit;
  if (read.size() == 2) {
    std::array<double, 2> shares{};
    reference = log_sum(std::array{read[0].slopes.logit, read[1].slopes.logit}, shares);
    for (std::size_t i = 0; i < 2; ++i) read[i].share = shares[i];
  }
  std::vector<BaseEffects> effects;
  for (std::int64_t at = bases.begin; at < bases.end; ++at) {
    BaseEffects base{at, canonical_base(stretch.at(at)), reference, {}, {}};
    for (std::size_t i = 0; i < kSubstitutes.size(); ++i) {
      base.substituted[i] = reference;
      for (const PlacedSlopes& strand_slopes : read) base.substituted[i] += strand_slopes.change(at, i);
    }
    effects.push_back(std::move(base));
  }
  return effects;
}

}  // namespace seqlens::mutagenesis
