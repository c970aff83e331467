#include "motif-discover/scan_run.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "seqlens/core/dna.h"
#include "seqlens/core/version.h"
#include "seqlens/motif/score_distribution.h"
#include "seqlens/motif/site_scanner.h"
#include "seqlens/parallel/parallel_for.h"
#include "seqlens/seqio/data_output.h"

#include "motif-discover/motif_file.h"
#include "motif-discover/sequence_pieces.h"
#include "motif-discover/site_spool.h"

namespace motif_discover {
namespace {

using namespace seqlens;

constexpr double kBedScorePerDecade = 100;

/// A motif ready to be scanned for.
struct ScannedMotif {
  motif::Matrix matrix;
  motif::ScoreMatrix scores;
  motif::ScoreDistribution distribution;
  motif::SiteScanner scanner;

  ScannedMotif(motif::Matrix given, const motif::Background& background, double pseudocount, double threshold)
      : matrix(std::move(given)),
        scores(matrix, background, pseudocount),
        distribution(scores, threshold),
        scanner(scores) {}
};

struct Hit {
  std::size_t piece = 0;
  std::int64_t start = 0;
  std::int64_t end = 0;
  std::size_t motif = 0;
  Strand strand = Strand::forward;
  std::int32_t steps = 0;

  [[nodiscard]] auto place() const { return std::tuple(piece, start, end, motif, strand == Strand::reverse); }
};

/// Letter frequencies of all sequences, on both strands, one letter of each added.
motif::Background counted_background(const ScanOptions& options) {
  std::array<double, 5> counts{1, 1, 1, 1, 0};
  SequencePieces pieces(options.sequences, options.allow_remote, 0);
  for (auto batch = pieces.next(); !batch.empty(); batch = pieces.next())
    for (const SequencePiece& piece : batch)
      for (const char base : piece.bases) ++counts[motif::letter_index(base)];
  const double all = counts[0] + counts[1] + counts[2] + counts[3];
  return motif::both_strands({counts[0] / all, counts[1] / all, counts[2] / all, counts[3] / all});
}

motif::Background background_of(const ScanOptions& options) {
  if (options.background == "uniform") return motif::kUniform;
  if (options.background == "sequences") return counted_background(options);
  return read_background_file(options.background);
}

class ScanRun {
 public:
  ScanRun(const ScanOptions& options, cli::Streams& streams)
      : options_(options), streams_(streams), background_(background_of(options)) {
    auto matrices = read_motif_file(options.motifs);
    motifs_.resize(matrices.size());
    parallel::parallel_for(matrices.size(), [&](std::size_t i) {
      motifs_[i].emplace(std::move(matrices[i]), background_, options_.pseudocount, options_.threshold);
    });
    for (const auto& each : motifs_) {
      widest_ = std::max(widest_, each->matrix.width());
      words_.insert(each->scanner.word());
    }
  }

  void run() {
    SequencePieces pieces(options_.sequences, options_.allow_remote, widest_ - 1);
    SiteSpool spool(motifs_.size());
    streams_.progress.start("scanning", 0, "bases");
    for (auto batch = pieces.next(); !batch.empty(); batch = pieces.next()) {
      for (const Hit& hit : sites_of(batch)) spool.add(spooled(hit, batch[hit.piece]));
      for (const SequencePiece& piece : batch) streams_.progress.advance(piece.bases.size());
    }
    streams_.progress.finish();
    write(pieces, spool);
  }

 private:
  std::vector<Hit> sites_of(const std::vector<SequencePiece>& batch) const {
    std::array<std::vector<motif::WordCodes>, motif::WordCodes::kLongest + 1> codes;
    for (const std::size_t word : words_)
      for (const SequencePiece& piece : batch) codes[word].emplace_back(piece.bases, word);
    std::vector<std::vector<Hit>> hits(motifs_.size());
    parallel::parallel_for(motifs_.size(), [&](std::size_t m) {
      const ScannedMotif& motif = *motifs_[m];
      const auto width = static_cast<std::int64_t>(motif.matrix.width());
      for (std::size_t i = 0; i < batch.size(); ++i) {
        // Places that the piece before had room for are its own.
        const std::int64_t first = batch[i].continues ? static_cast<std::int64_t>(widest_) - width : 0;
        motif.scanner.scan(
            codes[motif.scanner.word()][i], {first, static_cast<std::int64_t>(batch[i].bases.size())},
            motif.distribution.threshold(), [&](std::int64_t start, std::int32_t steps, Strand strand) {
              hits[m].push_back({i, start, start + width, m, strand, steps});
            });
      }
    });
    std::vector<Hit> all;
    for (const auto& some : hits) all.insert(all.end(), some.begin(), some.end());
    std::sort(all.begin(), all.end(), [](const Hit& a, const Hit& b) { return a.place() < b.place(); });
    return all;
  }

  SpooledSite spooled(const Hit& hit, const SequencePiece& piece) const {
    const ScannedMotif& motif = *motifs_[hit.motif];
    std::string word = piece.bases.substr(static_cast<std::size_t>(hit.start), motif.matrix.width());
    for (char& letter : word) letter = canonical_base(letter);
    if (hit.strand == Strand::reverse) word = reverse_complement(word);
    const double p = motif.distribution.p_value(hit.steps);
    const auto bed_score = std::clamp<long>(std::lround(-kBedScorePerDecade * std::log10(p)), 0, 1000);
    return {static_cast<std::uint32_t>(hit.motif), hit.steps,
            fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{:.5f}\t{:.4g}\t", piece.record, piece.begin + hit.start,
                        piece.begin + hit.end, motif.matrix.id, bed_score, to_char(hit.strand),
                        motif.matrix.name.empty() ? "." : motif.matrix.name, motif.scores.score(word), p),
            word};
  }

  /// q of each score: the least p x places / sites of p or less, over this and all lower scores.
  std::map<std::int32_t, double> q_values(std::size_t m, const SequencePieces& pieces,
                                          const SiteSpool& spool) const {
    const double places = 2.0 * static_cast<double>(pieces.places(motifs_[m]->matrix.width()));
    std::map<std::int32_t, double> q;
    double sites = 0;
    for (const auto& [steps, count] : spool.counts(m)) {
      sites += static_cast<double>(count);
      q[steps] = std::min(motifs_[m]->distribution.p_value(steps) * places / sites, 1.0);
    }
    double least = 1;
    for (auto& [steps, value] : q) value = least = std::min(least, value);
    return q;
  }

  void write(const SequencePieces& pieces, SiteSpool& spool) {
    std::vector<std::map<std::int32_t, double>> q(motifs_.size());
    for (std::size_t m = 0; m < motifs_.size(); ++m) q[m] = q_values(m, pieces, spool);
    seqio::DataOutput output(options_.output, streams_.out);
    output.write(fmt::format(
        "# motif-discover scan {}, p <= {:g}, background A,T {:.4g} C,G {:.4g}, pseudocount {:g}\n"
        "# chrom\tstart\tend\tmotif\tbed_score\tstrand\tname\tscore\tp\tq\tsequence\n",
        version(), options_.threshold, background_[0], background_[1], options_.pseudocount));
    std::uint64_t sites = 0;
    spool.read_all([&](const SpooledSite& site) {
      output.write(fmt::format("{}{:.4g}\t{}\n", site.before, q[site.motif].at(site.steps), site.behind));
      ++sites;
    });
    output.commit();
    streams_.log.detail(fmt::format("{} sites of {} motifs", sites, motifs_.size()));
  }

  const ScanOptions& options_;
  cli::Streams& streams_;
  motif::Background background_;
  std::vector<std::optional<ScannedMotif>> motifs_;
  std::size_t widest_ = 1;
  std::set<std::size_t> words_;
};

}  // namespace

int run_scan(const ScanOptions& options, cli::Streams& streams) {
  ScanRun(options, streams).run();
  return 0;
}

}  // namespace motif_discover
