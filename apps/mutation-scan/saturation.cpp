#include "mutation-scan/saturation.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "seqlens/core/errors.h"
#include "seqlens/input/named_regions.h"
#include "seqlens/input/open_input.h"
#include "seqlens/seqio/data_output.h"

#include "mutation-scan/npy_effects.h"
#include "mutation-scan/piece_source.h"
#include "mutation-scan/svg_effects.h"
#include "mutation-scan/track_effects.h"
#include "mutation-scan/tsv_effects.h"

namespace mutation_scan {
namespace {

using namespace seqlens;

/// Wanted bases of a batch, enough to keep many threads busy: about 10,000 mutants.
constexpr std::int64_t kBatchBases = 4096;

struct Summary {
  std::uint64_t bases = 0;    // with effects
  std::uint64_t mutants = 0;  // of these
  std::uint64_t n = 0;        // letters without effects
  std::uint64_t in_no_window = 0;
  std::uint64_t short_records = 0;
};

std::string counted(std::uint64_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string skipped_text(const Summary& summary, std::int64_t shortest_record) {
  std::vector<std::string> reasons;
  if (summary.n > 0) reasons.push_back(counted(summary.n, "letter") + " other than A, C, G, T");
  if (summary.in_no_window > 0) reasons.push_back(counted(summary.in_no_window, "base") + " in no window");
  if (summary.short_records > 0) {
    reasons.push_back(
        fmt::format("{} shorter than {} bases", counted(summary.short_records, "record"), shortest_record));
  }
  return reasons.empty() ? "nothing skipped" : fmt::format("skipped: {}", fmt::join(reasons, ", "));
}

std::vector<seqio::Region> wanted_regions(const Options& options, const seqio::ContigTable& contigs) {
  std::vector<seqio::Region> regions;
  for (auto& named : input::regions_of(options.input, contigs)) regions.push_back(std::move(named.region));
  return input::merged_regions(std::move(regions), contigs);
}

class Saturation {
 public:
  Saturation(const Options& options, const LoadedModel& model, cli::Streams& streams)
      : options_(options), model_(model), streams_(streams) {}

  void run() {
    const auto start = std::chrono::steady_clock::now();
    if (needs_genome()) {
      mutate_regions(options_.inputs.front());
    } else {
      make_sinks({});
      for (const std::string& path : options_.inputs) mutate_records(path);
    }
    Publication together;
    for (const auto& sink : sinks_) sink->commit(together);
    together.publish();
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    streams_.log.info(summary_text(elapsed.count()));
  }

 private:
  /// A bigWig begins with the lengths of all contigs.
  [[nodiscard]] bool needs_genome() const {
    return options_.input.has_regions() || options_.writes("bigwig");
  }

  [[nodiscard]] PieceSizes sizes() const {
    return {mutagenesis::piece_reach(model_.logit().scorer(), options_.deletions), model_.shortest_record(),
            kBatchBases};
  }

  void mutate_regions(const std::string& path) {
    const seqio::Genome genome(path, {options_.input.allow_remote});
    auto regions = wanted_regions(options_, genome.contigs());
    std::uint64_t bases = 0;
    for (const seqio::Region& region : regions) bases += static_cast<std::uint64_t>(region.interval.length());
    make_sinks(genome.contigs().contigs());
    mutate(*pieces_of_regions(genome, std::move(regions), sizes()), bases);
  }

  void mutate_records(const std::string& path) {
    const input::OpenInput input = input::open_input(
        path, options_.input, {}, [this](std::string_view text) { streams_.log.warning(text); });
    if (input.reader->alignment_header())
      throw InputError(input.reader->path(), "is an alignment; mutation-scan reads FASTA and FASTQ");
    mutate(*pieces_of_records(*input.source, sizes()), input.bases);
  }

  void mutate(PieceSource& source, std::uint64_t bases) {
    if (!std::exchange(started_, true)) {
      for (const auto& sink : sinks_) sink->start();
    }
    streams_.progress.start("mutating", bases, "bases");
    for (auto pieces = batch(source); !pieces.empty(); pieces = batch(source)) mutate(pieces);
    streams_.progress.finish();
    summary_.short_records += source.short_records();
  }

  static std::vector<mutagenesis::Piece> batch(PieceSource& source) {
    std::vector<mutagenesis::Piece> pieces;
    for (std::int64_t bases = 0; bases < kBatchBases;) {
      auto piece = source.next();
      if (!piece) break;
      bases += piece->wanted.length();
      pieces.push_back(std::move(*piece));
    }
    return pieces;
  }

  void mutate(const std::vector<mutagenesis::Piece>& pieces) {
    const auto effects =
        mutagenesis::effects_of_pieces(model_.logit(), model_.grid(), options_.deletions, pieces);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      for (const auto& sink : sinks_) sink->write(pieces[i].name, effects[i].bases);
      count(pieces[i], effects[i]);
    }
  }

  void count(const mutagenesis::Piece& piece, const mutagenesis::PieceEffects& effects) {
    const auto with_effects = static_cast<std::uint64_t>(std::count_if(
        effects.bases.begin(), effects.bases.end(), [](const auto& base) { return base.has_effects(); }));
    const auto wanted = static_cast<std::uint64_t>(piece.wanted.length());
    summary_.bases += with_effects;
    summary_.mutants += effects.mutants;
    summary_.n += effects.bases.size() - with_effects;
    summary_.in_no_window += wanted - effects.bases.size();
    streams_.progress.advance(wanted);
  }

  void make_sinks(const std::vector<seqio::Contig>& contigs) {
    const HeaderFacts facts = model_.header_facts(options_);
    const bool several = options_.output != "-" && !options_.is_one_file();
    const auto file = [&](const char* ending) {
      return seqio::DataOutput(several ? options_.output + ending : options_.output, streams_.out);
    };
    if (options_.writes("tsv")) sinks_.push_back(std::make_unique<TsvEffects>(file(".tsv")));
    if (options_.writes("svg")) sinks_.push_back(std::make_unique<SvgEffects>(file(".svg"), facts));
    if (options_.writes("bedgraph")) sinks_.push_back(bedgraph_effects(options_.output, facts, streams_.out));
    if (options_.writes("bigwig")) sinks_.push_back(bigwig_effects(options_.output, contigs));
    if (options_.writes("npy")) {
      sinks_.push_back(
          std::make_unique<NpyEffects>(options_.output, static_cast<std::size_t>(options_.deletions)));
    }
  }

  [[nodiscard]] std::string summary_text(double seconds) const {
    return fmt::format("{}, {}; {}; {:.2f} s, {:.0f} mutants/s", counted(summary_.bases, "base"),
                       counted(summary_.mutants, "mutant"), skipped_text(summary_, model_.shortest_record()),
                       seconds, static_cast<double>(summary_.mutants) / std::max(seconds, 1e-9));
  }

  const Options& options_;
  const LoadedModel& model_;
  cli::Streams& streams_;
  std::vector<std::unique_ptr<EffectSink>> sinks_;
  bool started_ = false;
  Summary summary_;
};

}  // namespace

void mutate_all_bases(const Options& options, const LoadedModel& model, cli::Streams& streams) {
  Saturation(options, model, streams).run();
}

}  // namespace mutation_scan
