#include "motif-discover/motif_report.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

#include <fmt/format.h>

#include "seqlens/core/dna.h"
#include "seqlens/core/version.h"
#include "seqlens/motif/score_distribution.h"
#include "seqlens/parallel/parallel_for.h"

namespace motif_discover {
namespace {

using namespace seqlens;

constexpr std::int64_t kPeakBases = 10;

std::vector<PlacedSite> sites_in(const motif::FoundMotif& motif, const motif::SearchedMotif& searched,
                                 const motif::ScanSet& set) {
  std::vector<PlacedSite> sites;
  for (std::size_t i = 0; i < set.size(); ++i) {
    searched.sites(set, i, [&](std::int64_t start, std::int32_t steps, Strand strand) {
      sites.push_back({i,
                       {start, start + static_cast<std::int64_t>(motif.matrix.width())},
                       strand,
                       searched.bits(steps)});
    });
  }
  return sites;
}

double quantile(const std::vector<double>& sorted, double share) {
  const double at = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

/// The middle of the ten bases with most places in them, the first of several.
double peak_of(const std::vector<double>& sorted) {
  std::size_t most = 0, end = 0;
  double peak = sorted.front();
  for (std::size_t begin = 0; begin < sorted.size(); ++begin) {
    while (end < sorted.size() && sorted[end] < sorted[begin] + static_cast<double>(kPeakBases)) ++end;
    if (end - begin <= most) continue;
    most = end - begin;
    peak = sorted[begin + (end - begin) / 2];
  }
  return peak;
}

/// How much of each track's evidence lies on the sites of a motif.
class EvidenceOnSites {
 public:
  explicit EvidenceOnSites(const std::vector<Evidence>& tracks)
      : tracks_(tracks), on_sites_(tracks.size()), all_(tracks.size()) {}

  void add_sequence(std::size_t i) {
    for (std::size_t track = 0; track < tracks_.size(); ++track)
      all_[track] += sum(track, i, 0, tracks_[track][i].size());
    if (!tracks_.empty()) bases_ += static_cast<double>(tracks_[0][i].size());
  }
  void add_site(std::size_t i, std::size_t from, std::size_t to) {
    for (std::size_t track = 0; track < tracks_.size(); ++track) on_sites_[track] += sum(track, i, from, to);
    site_bases_ += static_cast<double>(to - from);
  }

  [[nodiscard]] std::optional<double> share() const {
    const double all = std::accumulate(all_.begin(), all_.end(), 0.0);
    if (!(all > 0)) return std::nullopt;
    return std::accumulate(on_sites_.begin(), on_sites_.end(), 0.0) / all;
  }

  /// The tracks whose evidence is kDense times as dense on sites as on all bases, densest first; of named
  /// ones.
  [[nodiscard]] std::string dense_tracks(const std::vector<std::string>& names) const {
    std::vector<std::pair<double, std::string>> dense;
    for (std::size_t track = 0; track < tracks_.size(); ++track) {
      if (names[track].empty() || !(all_[track] > 0) || !(site_bases_ > 0)) continue;
      const double times = on_sites_[track] / all_[track] / (site_bases_ / bases_);
      if (times >= kDense) dense.emplace_back(-times, names[track]);
    }
    std::sort(dense.begin(), dense.end());
    std::string text;
    for (const auto& [times, name] : dense)
      text += fmt::format("{}{}:{:.1f}", text.empty() ? "" : ",", name, -times);
    return text;
  }

 private:
  [[nodiscard]] double sum(std::size_t track, std::size_t i, std::size_t from, std::size_t to) const {
    double magnitudes = 0;
    for (std::size_t at = from; at < to; ++at) magnitudes += std::abs(tracks_[track][i][at]);
    return magnitudes;
  }

  static constexpr double kDense = 1.5;
  const std::vector<Evidence>& tracks_;
  std::vector<double> on_sites_, all_;  // by track
  double bases_ = 0, site_bases_ = 0;
};

void place(MotifFacts& facts, const motif::SearchedMotif& searched, const motif::ScanSet& set,
           const SequenceList& list, const std::vector<std::string>& names, const Options& options) {
  EvidenceOnSites evidence(list.evidence);
  for (std::size_t i = 0; i < set.size(); ++i) {
    evidence.add_sequence(i);
    const auto site = searched.best(set, i);
    if (!site || site->steps < searched.least_steps()) continue;
    const auto start = static_cast<std::size_t>(site->start);
    evidence.add_site(i, start, start + searched.width());
    facts.places.push_back(static_cast<double>(site->start) + static_cast<double>(searched.width() - 1) / 2 -
                           static_cast<double>(options.tss_index.value_or(0)));
  }
  facts.evidence_share = evidence.share();
  facts.heads = evidence.dense_tracks(names);
  std::sort(facts.places.begin(), facts.places.end());
  if (facts.places.empty()) return;
  facts.median = quantile(facts.places, 0.5);
  facts.spread = quantile(facts.places, 0.75) - quantile(facts.places, 0.25);
  facts.peak = peak_of(facts.places);
}

/// The q of the same motif among those found without evidence; that of the motif itself where there is none.
std::optional<double> q_without_evidence(const motif::FoundMotif& motif, const Discovery& discovery,
                                         const Options& options) {
  if (options.evidence == "none") return motif.q;
  std::optional<double> q;
  for (const motif::FoundMotif& other : discovery.without_evidence)
    if (motif::are_duplicates(motif.matrix, other.matrix)) q = std::min(q.value_or(1), other.q);
  return q;
}

std::string number(const std::optional<double>& value) {
  return value && std::isfinite(*value) ? fmt::format("{:.6g}", *value) : "NA";
}

std::string tested_loci_text(const Discovery& discovery) {
  if (!discovery.tested_unseen) return "NA";
  return *discovery.tested_unseen ? "kept out of the model's training" : "seen by the model";
}

std::string text(const std::string& value) {
  return value.empty() ? "NA" : value;
}

std::string window_text(const std::optional<Interval>& starts, const Options& options) {
  if (!starts) return "NA";
  const std::int64_t tss = options.tss_index.value_or(0);
  return fmt::format("{}..{}", starts->begin - tss, starts->end - 1 - tss);
}

}  // namespace

std::vector<MotifFacts> facts_of(const Discovery& discovery, const std::vector<motif::Matrix>& database,
                                 const Options& options) {
  const motif::ScanSet held_out(discovery.tested_on.bases);
  std::optional<motif::Comparer> comparer;
  if (!database.empty()) comparer.emplace(database);
  std::vector<MotifFacts> all(discovery.motifs.size());
  parallel::parallel_for(all.size(), [&](std::size_t i) {
    const motif::FoundMotif& motif = discovery.motifs[i];
    const motif::SearchedMotif searched(motif.matrix, discovery.background, motif.least_bits, motif.starts);
    place(all[i], searched, held_out, discovery.tested_on, discovery.tracks, options);
    if (is_called(motif, options)) all[i].sites = sites_in(motif, searched, held_out);
    all[i].q_without = q_without_evidence(motif, discovery, options);
    if (!comparer) return;
    all[i].match = comparer->compare(motif.matrix).front();
    all[i].match_id = database[all[i].match->target].id;
    all[i].match_name = database[all[i].match->target].name;
  });
  return all;
}

std::string motif_table(const Discovery& discovery, const std::vector<MotifFacts>& facts,
                        const Options& options) {
  std::string table =
      "motif\tconsensus\twidth\tsites\tq\tp\tp_shuffled\tp_negative\tfold\tauroc\tfold_negative\t"
      "auroc_negative\t"
      "share\tshare_shuffled\tplace_median\tplace_spread\tplace_peak\twindow\tpalindrome\trepeat\tevidence\t"
      "evidence_share\theads\tmatch\tmatch_name\tmatch_q\tmatch_p\tmatch_offset\tmatch_strand\t"
      "q_none\ttested_loci\n";
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const motif::FoundMotif& motif = discovery.motifs[i];
    const MotifFacts& fact = facts[i];
    const auto share = [](std::int64_t with, std::int64_t all) {
      return all > 0 ? std::optional(static_cast<double>(with) / static_cast<double>(all)) : std::nullopt;
    };
    table += fmt::format("{}\t{}\t{}\t{:.0f}\t{}\t{}\t{}\t{}\t{}\t{}\t", motif.matrix.id,
                         motif::consensus(motif.matrix), motif.matrix.width(), motif.matrix.sites,
                         number(motif.q), number(motif.p), number(motif.p_shuffled), number(motif.p_negative),
                         number(motif::fold(motif.shuffled)), number(motif.auroc_shuffled));
    table += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t",
                         motif.p_negative ? number(motif::fold(motif.negative)) : "NA",
                         number(motif.auroc_negative),
                         number(share(motif.shuffled.positives_with, motif.shuffled.positives)),
                         number(share(motif.shuffled.negatives_with, motif.shuffled.negatives)),
                         number(fact.median), number(fact.spread), number(fact.peak),
                         window_text(motif.starts, options), motif.palindrome ? "yes" : "no",
                         text(motif.repeat), options.evidence, number(fact.evidence_share), text(fact.heads));
    if (fact.match) {
      table +=
          fmt::format("{}\t{}\t{}\t{}\t{}\t{}", fact.match_id, text(fact.match_name), number(fact.match->q),
                      number(fact.match->p), fact.match->offset, to_char(fact.match->strand));
    } else {
      table += "NA\tNA\tNA\tNA\tNA\tNA";
    }
    table += fmt::format("\t{}\t{}\n", number(fact.q_without), tested_loci_text(discovery));
  }
  return table;
}

std::string site_lines(const Discovery& discovery, const Options& options) {
  std::string lines = fmt::format(
      "# motif-discover {}, sites of motifs with held-out q < {:g} in all positives\n"
      "# chrom\tstart\tend\tmotif\tbed_score\tstrand\tname\tscore\tp\tsequence\n",
      version(), options.max_q);
  using Key = std::tuple<std::size_t, std::int64_t, std::int64_t, std::size_t, bool>;
  const motif::ScanSet set(discovery.positives.bases);
  std::map<Key, std::string> by_place;
  for (std::size_t m = 0; m < discovery.motifs.size(); ++m) {
    const motif::FoundMotif& motif = discovery.motifs[m];
    if (!is_called(motif, options)) continue;
    const motif::SearchedMotif searched(motif.matrix, discovery.background, motif.least_bits, motif.starts);
    const motif::ScoreMatrix scores(motif.matrix, discovery.background);
    const motif::ScoreDistribution distribution(scores);
    for (const PlacedSite& site : sites_in(motif, searched, set)) {
      std::string word =
          set.bases(site.sequence).substr(static_cast<std::size_t>(site.bases.begin), motif.matrix.width());
      if (site.strand == Strand::reverse) word = reverse_complement(word);
      const double p = distribution.p_value(scores.steps_of(word));
      const SequenceOrigin at = discovery.positives.located(site.sequence, site.bases, site.strand);
      by_place[{site.sequence, site.bases.begin, site.bases.end, m, site.strand == Strand::reverse}] =
          fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{:.4f}\t{:.4g}\t{}\n", at.record, at.bases.begin,
                      at.bases.end, motif.matrix.id,
                      std::clamp<long>(std::lround(-100 * std::log10(p)), 0, 1000), to_char(at.strand),
                      text(motif.matrix.name), scores.score(word), p, word);
    }
  }
  for (const auto& [place, line] : by_place) lines += line;
  return lines;
}

}  // namespace motif_discover
