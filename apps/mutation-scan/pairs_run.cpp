#include "mutation-scan/pairs_run.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "seqlens/mutagenesis/pair_effect.h"
#include "seqlens/mutagenesis/piece_effects.h"
#include "seqlens/seqio/data_output.h"
#include "seqlens/seqio/genome.h"

#include "mutation-scan/pair_file.h"

namespace mutation_scan {
namespace {

using namespace seqlens;

/// The window of highest logit that holds both (ties: leftmost).
std::optional<mutagenesis::GridWindow> best_window(const std::vector<mutagenesis::GridWindow>& windows,
                                                   const Interval& span) {
  std::optional<mutagenesis::GridWindow> best;
  for (const auto& window : windows) {
    const bool holds = window.interval.begin <= span.begin && span.end <= window.interval.end;
    if (holds && (!best || window.logit > best->logit)) best = window;
  }
  return best;
}

class PairsRun {
 public:
  PairsRun(const Options& options, const LoadedModel& model, cli::Streams& streams)
      : options_(options),
        streams_(streams),
        model_(model),
        genome_(options.inputs.front(), {options.input.allow_remote}) {}

  void run() {
    const auto pairs = read_pairs(options_.pairs, genome_.contigs(), options_.input.allow_remote);
    seqio::DataOutput output(options_.output, streams_.out);
    output.write(
        "chrom\tstart1\tend1\tstart2\tend2\tname\twindow_start\twindow_end\tlogit\teffect1\teffect2\t"
        "effect_both\tsum\tepistasis\tstandard_error\n");
    for (const PairOfStretches& pair : pairs) {
      output.write(line_of(pair));
      output.flush();
    }
    output.commit();
    streams_.log.info(
        fmt::format("{} pair{}, {} in no window", pairs.size(), pairs.size() == 1 ? "" : "s", in_no_window_));
  }

 private:
  std::string line_of(const PairOfStretches& pair) {
    const std::string place = fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t", pair.contig, pair.first.begin,
                                          pair.first.end, pair.second.begin, pair.second.end, pair.name);
    const Interval span{std::min(pair.first.begin, pair.second.begin),
                        std::max(pair.first.end, pair.second.end)};
    const Interval held = around(pair.contig, span);
    if (span.length() > model_.window_bases() || held.length() < model_.window_bases())
      return unscored(place);
    const std::string bases = genome_.fetch(pair.contig, held);
    const mutagenesis::Stretch stretch{bases, held.begin};
    const auto window = best_window(mutagenesis::grid_windows(model_.logit(), model_.grid(), stretch), span);
    if (!window) return unscored(place);
    // Every pair has the same draws, whatever other lines there are.
    Random random(options_.common.seed);
    const auto effect = mutagenesis::pair_effect(model_.logit(), stretch, *window, pair.first, pair.second,
                                                 static_cast<std::size_t>(options_.draws), random);
    return place + fmt::format("{}\t{}\t{:.6f}\t{:.6f}\t{:.6f}\t{:.6f}\t{:.6f}\t{:.6f}\t{:.6f}\n",
                               window->interval.begin, window->interval.end, window->logit, effect.first,
                               effect.second, effect.both, effect.first + effect.second, effect.epistasis,
                               effect.standard_error);
  }

  [[nodiscard]] Interval around(const std::string& contig, const Interval& span) const {
    const std::int64_t reach = mutagenesis::piece_reach(model_.logit().scorer(), 0);
    return {std::max<std::int64_t>(0, span.begin - reach),
            std::min(genome_.contigs().length(contig).value_or(0), span.end + reach)};
  }

  std::string unscored(const std::string& place) {
    ++in_no_window_;
    return place + ".\t.\t.\t.\t.\t.\t.\t.\t.\n";
  }

  const Options& options_;
  cli::Streams& streams_;
  const LoadedModel& model_;
  seqio::Genome genome_;
  std::uint64_t in_no_window_ = 0;
};

}  // namespace

void score_pairs(const Options& options, const LoadedModel& model, cli::Streams& streams) {
  PairsRun(options, model, streams).run();
}

}  // namespace mutation_scan
