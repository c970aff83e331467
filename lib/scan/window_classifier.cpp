#include "seqlens/scan/window_classifier.h"

#include <algorithm>

#include <fmt/core.h>

#include "seqlens/core/errors.h"
#include "seqlens/scan/class_outputs.h"
#include "seqlens/scan/promoter_model.h"
#include "seqlens/scan/trained_on.h"
#include "seqlens/tokenize/encode_sequence.h"
#include "seqlens/tokenize/kmer_tokenizer.h"

namespace seqlens::scan {
namespace {

using tokenize::Tokenizer;
using tokenize::Tokens;

// What a model without a longest input is given at once when the user does not say: what BERT and its
// children were trained on.
constexpr std::size_t kUsualTokens = 512;
constexpr int kLongestWindow = 1 << 20;

bool has_text(const Tokens& tokens) {
  return std::ranges::any_of(tokens.map, [](const Interval& bases) { return !bases.empty(); });
}

/// Bases that a token of a long run of A, C, G, T covers at most.
std::int64_t bases_per_token(const Tokenizer& tokenizer) {
  const Tokens tokens = tokenize::encode_sequence(tokenizer, "ACGTACGTACGTACGTACGTACGTACGTACGT");
  std::int64_t most = 1;
  for (const Interval& bases : tokens.map) most = std::max(most, bases.length());
  return most;
}

std::optional<std::size_t> positions_limit(const model::EncoderConfig& config) {
  if (config.window_tokens > 0) return static_cast<std::size_t>(config.window_tokens);
  if (config.max_positions == 0) return std::nullopt;
  const int positions = config.max_positions - config.position_offset;
  return static_cast<std::size_t>(config.stem_stride() * positions + config.receptive_field() - 1);
}

PromoterSettings uncalibrated(int window_bases, const std::string& label) {
  PromoterSettings settings;
  settings.label = label;
  settings.window_bases = window_bases;
  settings.tss_index = window_bases / 2;
  settings.scan_stride = std::max(1, window_bases / 4);
  return settings;
}

PromoterClass class_of(const model::ModelView& model, const std::string& place, const ClassChoice& choice) {
  if (!model.config.classify)
    throw InputError(place,
                     "has no classification head, so it says nothing about promoters; model-train --init "
                     "adds and trains one");
  try {
    return find_promoter_class(model.config.classify->labels, choice);
  } catch (const UsageError&) {
    throw;
  } catch (const Error& error) {
    throw InputError(place, error.what());
  }
}

/// Decides about the window: the user, then the file, then the model's longest input.
class WindowChoice {
 public:
  WindowChoice(const model::EncoderConfig& config, const Tokenizer& tokenizer)
      : tokenizer_(tokenizer),
        limit_(longest_input(config, tokenizer)),
        longest_(static_cast<int>(std::min<std::int64_t>(
            longest_window(tokenizer, limit_.value_or(kUsualTokens)), kLongestWindow))) {}

  [[nodiscard]] int longest() const { return longest_; }

  /// Shorter windows may be more tokens than the longest one, where k-mers leave a rest of single letters.
  [[nodiscard]] bool fits(int window_bases) const {
    if (!limit_) return true;
    const std::string bases(static_cast<std::size_t>(window_bases), 'A');
    return window_bases <= longest_ && tokenizer_.encode(bases).ids.size() <= *limit_;
  }

  [[nodiscard]] std::string refusal(int window_bases) const {
    return fmt::format(
        "windows of {} bases may be more than the {} tokens that the model takes; it takes {} bases",
        window_bases, *limit_, longest_);
  }

  [[nodiscard]] std::string text() const {
    if (limit_) return fmt::format("the longest that the model takes ({} tokens)", *limit_);
    return fmt::format("{} tokens, since the model names no longest input", kUsualTokens);
  }

 private:
  const Tokenizer& tokenizer_;
  std::optional<std::size_t> limit_;
  int longest_;
};

struct Window {
  int bases = 0;
  std::string text;  // where it comes from
};

/// The length of the records that the model was trained on: of others nobody knows what its scores mean.
Window trained_window(const WindowChoice& choice, const RecordLengths& lengths, const std::string& place,
                      bool whole_records) {
  const auto agreed = lengths.agreed();
  if (!agreed && whole_records) return {choice.longest(), choice.text()};
  if (!agreed)
    throw UsageError(fmt::format("--window: {} was trained on records of {}; say how long windows are", place,
                                 lengths.text()));
  const int bases = static_cast<int>(std::min<std::int64_t>(*agreed, kLongestWindow));
  if (!choice.fits(bases)) throw InputError(place, choice.refusal(bases));
  return {bases, fmt::format("as the records that it was trained on ({})", lengths.text())};
}

Window choose_window(const WindowChoice& choice, const std::optional<PromoterSettings>& stored,
                     const std::optional<TrainedOn>& trained, const std::string& place,
                     const ClassifierChoices& choices) {
  const std::optional<int> wanted = choices.window_bases;
  if (stored) {
    const int bases = stored->window_bases;
    if (wanted.value_or(bases) != bases)
      throw UsageError(
          fmt::format("--window {}: {} was measured with windows of {} bases", *wanted, place, bases));
    if (!choice.fits(bases)) throw InputError(place, choice.refusal(bases));
    return {bases, "as the model's settings say"};
  }
  if (choice.longest() < 1) throw InputError(place, "takes too few tokens for a window");
  if (wanted && !choice.fits(*wanted)) throw UsageError("--window: " + choice.refusal(*wanted));
  if (wanted) return {*wanted, "as --window says"};
  if (trained) return trained_window(choice, trained->lengths, place, choices.whole_records);
  return {choice.longest(), choice.text()};
}

}  // namespace

std::optional<std::size_t> longest_input(const model::EncoderConfig& config, const Tokenizer& tokenizer) {
  const auto limit = positions_limit(config);
  if (tokenizer.kind() != "kmer") return limit;
  // From 510 k-mers on the tokenizer makes several pieces; a window is one, between [CLS] and [SEP].
  constexpr auto kOnePiece = static_cast<std::size_t>(tokenize::KmerTokenizer::kPieceKmers - 1 + 2);
  return std::min(limit.value_or(kOnePiece), kOnePiece);
}

std::int64_t longest_window(const Tokenizer& tokenizer, std::size_t tokens) {
  const std::size_t special = tokenizer.encode("").ids.size();
  if (tokens <= special) return 0;
  const auto room = static_cast<std::int64_t>(tokens - special);
  // In the worst case no merge of a BPE vocabulary applies.
  if (tokenizer.kind() == "bpe") return room;
  const std::int64_t width = bases_per_token(tokenizer);
  return tokenizer.kind() == "kmer" ? room + width - 1 : room * width;
}

std::optional<Tokens> WindowClassifier::tokens(std::string_view bases) const {
  Tokens tokens = tokenize::encode_sequence(*tokenizer, bases);
  const bool is_long = longest_tokens && tokens.ids.size() > *longest_tokens;
  const bool is_short = encoder->config().encoder_positions(static_cast<int>(tokens.ids.size())) == 0;
  if (is_long || is_short || !has_text(tokens)) return std::nullopt;
  return tokens;
}

WindowClassifier make_window_classifier(const ModelParts& model, const ClassifierChoices& choices) {
  const model::EncoderConfig& config = model.model().config;
  const auto trained = stored_trained_on(model.model(), model.place());
  const ClassOutputs outputs = class_outputs(model.model(), model.file(), model.place());
  if (outputs == ClassOutputs::values)
    throw InputError(model.place(), "gives values (a regression); scans and scores of records need classes");
  PromoterClass promoter_class = class_of(model.model(), model.place(),
                                          {.wanted = choices.promoter_class,
                                           .stored = trained ? trained->score_label : "",
                                           .fallback = choices.fallback_class,
                                           .each_alone = outputs == ClassOutputs::each_alone});
  auto tokenizer = model.tokenizer();
  const auto stored = stored_promoter_settings(model.model(), model.place());
  Window window = choose_window(WindowChoice(config, *tokenizer), stored, trained, model.place(), choices);
  auto settings = stored.value_or(uncalibrated(window.bases, promoter_class.label));
  const auto longest = longest_input(config, *tokenizer);
  return {model.encoder(),     std::move(tokenizer),   std::move(promoter_class),
          std::move(settings), std::move(window.text), longest};
}

}  // namespace seqlens::scan
