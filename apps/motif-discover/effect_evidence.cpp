#include "motif-discover/effect_evidence.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <string>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/evaluate/rank_correlation.h"
#include "seqlens/mutagenesis/letter_slopes.h"
#include "seqlens/mutagenesis/piece_effects.h"
#include "seqlens/scan/scan_stride.h"

#include "motif-discover/sequence_sample.h"

namespace motif_discover {
namespace {

using namespace seqlens;

using Effects = std::vector<mutagenesis::PieceEffects>;

constexpr std::size_t kBatch = 64, kMostCompared = 200;

class EffectEvidence {
 public:
  EffectEvidence(const Options& options, const opened_model::OpenedModel& model,
                 const SequenceList& sequences, cli::Streams& streams,
                 const std::function<void(std::string_view)>& tell)
      : options_(options),
        sequences_(sequences),
        streams_(streams),
        tell_(tell),
        model_(model),
        logit_(model_.scan().scorer(), model_.scan().settings().tss_index,
               scan::record_strand(options.strand)),
        grid_{scan::window_stride(std::nullopt, model_.scan().settings(),
                                  model_.scan().scorer().alignment_bases()),
              true} {
    if (options.evidence == "gradient") slopes_.emplace(model_.scan(), model_.stored(), model_.name());
  }

  std::vector<EvidenceTrack> tracks() {
    const Chosen scored = long_enough();
    const Chosen wanted = slopes_ ? scored
                                  : sample_of(scored, static_cast<std::size_t>(options_.evidence_records),
                                              options_.common.seed);
    if (slopes_) compare_with_exact(scored);
    EvidenceTrack track{"", no_evidence(sequences_.bases), std::nullopt};
    const auto values = evidence_of(letters_of(sequences_, wanted), "evidence");
    for (std::size_t i = 0; i < wanted.size(); ++i) track.values[wanted[i]] = values[i];
    const auto shuffled = shuffled_sample(sequences_, wanted, options_.common.seed);
    track.limit = null_limit(evidence_of(shuffled, "null"));
    tell_(fmt::format("evidence of {} of {} sequences; limit {:.4g}, of {} shuffled ones", wanted.size(),
                      sequences_.size(), *track.limit, shuffled.size()));
    return {std::move(track)};
  }

 private:
  [[nodiscard]] Chosen long_enough() const {
    const std::int64_t shortest = model_.promoter() ? model_.scan().shortest_record() : logit_.window_bases();
    Chosen chosen;
    for (std::size_t i = 0; i < sequences_.size(); ++i)
      if (std::ssize(sequences_.bases[i]) >= shortest) chosen.push_back(i);
    if (chosen.empty()) {
      throw InputError(
          positives_file(options_),
          fmt::format("no sequence has the {} bases that {} scores; --evidence none asks no model", shortest,
                      model_.name()));
    }
    if (chosen.size() < sequences_.size())
      tell_(fmt::format("{} sequences have less than the {} bases that the model scores: no evidence",
                        sequences_.size() - chosen.size(), shortest));
    return chosen;
  }

  [[nodiscard]] Effects effects_of(std::span<const std::string> letters, bool exact) const {
    std::vector<mutagenesis::Piece> pieces;
    for (const std::string& bases : letters)
      pieces.push_back({"", bases, 0, {0, static_cast<std::int64_t>(bases.size())}});
    return exact ? mutagenesis::effects_of_pieces(logit_, grid_, 0, pieces)
                 : mutagenesis::first_order_effects_of_pieces(logit_, grid_, *slopes_, pieces);
  }

  /// Batch by batch: effects are larger than what is kept of them.
  void in_batches(const std::vector<std::string>& letters, std::string_view what,
                  const std::function<void(std::span<const std::string>)>& take) const {
    streams_.progress.start(what, letters.size(), "sequences");
    for (std::size_t at = 0; at < letters.size(); at += kBatch) {
      const std::size_t count = std::min(kBatch, letters.size() - at);
      take(std::span(letters).subspan(at, count));
      streams_.progress.advance(count);
    }
    streams_.progress.finish();
  }

  /// How much the logit falls on average when a base is substituted.
  [[nodiscard]] Evidence evidence_of(const std::vector<std::string>& letters, std::string_view what) const {
    Evidence evidence = no_evidence(letters);
    std::size_t next = 0;
    in_batches(letters, what, [&](std::span<const std::string> some) {
      for (const mutagenesis::PieceEffects& effects : effects_of(some, !slopes_)) {
        for (const mutagenesis::BaseEffects& base : effects.bases)
          evidence[next][static_cast<std::size_t>(base.position)] =
              static_cast<float>(-mutagenesis::mean_effect(base));
        ++next;
      }
    });
    return evidence;
  }

  void compare_with_exact(const Chosen& scored) const {
    const auto most = std::min(kMostCompared, static_cast<std::size_t>(options_.evidence_records));
    const Chosen some = sample_of(scored, most, options_.common.seed + 2);
    std::vector<double> exact, first_order, single;
    in_batches(letters_of(sequences_, some), "comparing gradient and mutagenesis",
               [&](std::span<const std::string> letters) {
                 const Effects found = effects_of(letters, false), wanted = effects_of(letters, true);
                 for (std::size_t i = 0; i < letters.size(); ++i) {
                   const std::size_t before = exact.size();
                   append_changes(found[i], first_order);
                   append_changes(wanted[i], exact);
                   single.push_back(evaluate::spearman(std::span(first_order).subspan(before),
                                                       std::span(exact).subspan(before)));
                 }
               });
    std::erase_if(single, [](double r) { return std::isnan(r); });
    if (single.empty()) return;
    std::nth_element(single.begin(), single.begin() + std::ssize(single) / 2, single.end());
    const std::string line = fmt::format(
        "gradient against exact mutagenesis, {} sequences: Spearman's rho {:.3f} over all substitutions, "
        "{:.3f} in the median sequence",
        some.size(), evaluate::spearman(first_order, exact), single[single.size() / 2]);
    tell_(line);
    streams_.log.info(line);
  }

  static void append_changes(const mutagenesis::PieceEffects& effects, std::vector<double>& changes) {
    for (const mutagenesis::BaseEffects& base : effects.bases)
      for (std::size_t letter = 0; letter < mutagenesis::kSubstitutes.size(); ++letter)
        if (base.has_effects() && mutagenesis::kSubstitutes[letter] != base.base)
          changes.push_back(base.delta(letter));
  }

  const Options& options_;
  const SequenceList& sequences_;
  cli::Streams& streams_;
  const std::function<void(std::string_view)>& tell_;
  const opened_model::OpenedModel& model_;
  mutagenesis::WindowLogit logit_;
  mutagenesis::WindowGrid grid_;
  std::optional<mutagenesis::SlopeScorer> slopes_;  // of gradient
};

}  // namespace

std::vector<EvidenceTrack> effect_evidence(const Options& options, const opened_model::OpenedModel& model,
                                           const SequenceList& sequences, cli::Streams& streams,
                                           const std::function<void(std::string_view)>& tell) {
  return EffectEvidence(options, model, sequences, streams, tell).tracks();
}

}  // namespace motif_discover
