#include "motif-discover/pair_report.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "seqlens/core/version.h"
#include "seqlens/motif/halves.h"

namespace motif_discover {
namespace {

using namespace seqlens;

/// Where both motifs mostly have sites over each other, they are one motif under two names.
constexpr double kOneMotif = 0.5;

/// Of sites that overlap the one of the best score, by sequence.
motif::SitesBySequence apart(const std::vector<PlacedSite>& sites, std::size_t sequences) {
  std::vector<PlacedSite> best = sites;
  std::stable_sort(best.begin(), best.end(),
                   [](const PlacedSite& a, const PlacedSite& b) { return a.bits > b.bits; });
  motif::SitesBySequence chosen(sequences);
  for (const PlacedSite& site : best) {
    auto& some = chosen[site.sequence];
    const auto over = [&](const motif::MotifSite& other) { return other.bases.overlaps(site.bases); };
    if (std::none_of(some.begin(), some.end(), over)) some.push_back({site.bases, site.strand});
  }
  for (auto& some : chosen)
    std::sort(some.begin(), some.end(),
              [](const auto& a, const auto& b) { return a.bases.begin < b.bases.begin; });
  return chosen;
}

bool is_one_motif(const motif::MotifPair& pair) {
  return static_cast<double>(pair.overlapping) >=
         kOneMotif * static_cast<double>(pair.together + pair.overlapping);
}

std::string gaps_text(const Interval& gaps) {
  if (gaps.empty()) return "NA";  // none stands out at all
  return gaps.length() == 1 ? fmt::format("{}", gaps.begin) : fmt::format("{}-{}", gaps.begin, gaps.end - 1);
}

}  // namespace

std::vector<motif::MotifPair> pairs_of(const Discovery& discovery, const std::vector<MotifFacts>& facts,
                                       const Options& options) {
  std::vector<std::size_t> motifs;
  std::vector<motif::SitesBySequence> sites;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (!is_called(discovery.motifs[i], options) || !discovery.motifs[i].repeat.empty()) continue;
    motifs.push_back(i);
    sites.push_back(apart(facts[i].sites, discovery.tested_on.size()));
  }
  std::vector<double> gc;
  for (const std::string& bases : discovery.tested_on.bases) gc.push_back(motif::gc_share(bases));
  auto pairs = motif::motif_pairs(sites, gc, {});
  for (motif::MotifPair& pair : pairs) {
    pair.first = motifs[pair.first];
    pair.second = motifs[pair.second];
  }
  std::stable_sort(pairs.begin(), pairs.end(), [](const auto& a, const auto& b) {
    return std::min(a.q_gaps, a.q_together) < std::min(b.q_gaps, b.q_together);
  });
  return pairs;
}

std::string verdict(const motif::MotifPair& pair, const Options& options) {
  if (is_one_motif(pair) && pair.overlapping > 0) return "sites over each other: one motif under two names";
  const std::string gaps =
      fmt::format("{} bases apart, {}", gaps_text(pair.gaps), motif::to_string(pair.order));
  const bool at_gaps = pair.q_gaps < options.max_q, together = pair.q_together < options.max_q;
  if (at_gaps && together) return "seen in sequence: often together, and " + gaps;
  if (at_gaps) return "seen in sequence: " + gaps;
  if (together) return "seen in sequence: often together, at no distance of its own";
  return "not seen";
}

std::string pair_table(const Discovery& discovery, const std::vector<motif::MotifPair>& pairs,
                       const Options& options) {
  std::string table =
      "first\tsecond\tfirst_consensus\tsecond_consensus\tq\ttogether\ttogether_expected\tp_together\t"
      "q_together\t"
      "gap\torder\tat_gap\tat_gap_expected\tp_gap\tq_gap\toverlapping\theads\tepistasis\tverdict\n";
  for (const motif::MotifPair& pair : pairs) {
    const motif::Matrix& first = discovery.motifs[pair.first].matrix;
    const motif::Matrix& second = discovery.motifs[pair.second].matrix;
    table += fmt::format(
        "{}\t{}\t{}\t{}\t{:.4g}\t{}\t{:.1f}\t{:.4g}\t{:.4g}\t{}\t{}\t{}\t{:.2f}\t{:.4g}\t{:.4g}\t{}\t",
        first.id, second.id, motif::consensus(first), motif::consensus(second),
        std::min(pair.q_gaps, pair.q_together), pair.together, pair.together_expected, pair.p_together,
        pair.q_together, gaps_text(pair.gaps), motif::to_string(pair.order), pair.at_gaps,
        pair.at_gaps_expected, pair.p_gaps, pair.q_gaps, pair.overlapping);
    table += fmt::format("NA\tNA\t{}\n", verdict(pair, options));
  }
  return table;
}

std::string pair_lines(const Discovery& discovery, const std::vector<MotifFacts>& facts,
                       const std::vector<motif::MotifPair>& pairs, const Options& options) {
  std::string lines = fmt::format(
      "# motif-discover {}, pairs of sites at a distance with q < {:g}, in the held-out positives\n"
      "# chrom1\tstart1\tend1\tchrom2\tstart2\tend2\tname\tscore\tstrand1\tstrand2\n",
      version(), options.max_q);
  const std::size_t sequences = discovery.tested_on.size();
  for (const motif::MotifPair& pair : pairs) {
    if (!(pair.q_gaps < options.max_q) || (is_one_motif(pair) && pair.overlapping > 0)) continue;
    const auto first = apart(facts[pair.first].sites, sequences),
               second = apart(facts[pair.second].sites, sequences);
    for (std::size_t i = 0; i < sequences; ++i) {
      for (const auto& [a, b] : motif::pairs_at(first[i], second[i], pair.order, pair.gaps)) {
        const SequenceOrigin one = discovery.tested_on.located(i, a.bases, a.strand);
        const SequenceOrigin two = discovery.tested_on.located(i, b.bases, b.strand);
        lines +=
            fmt::format("{0}\t{1}\t{2}\t{0}\t{3}\t{4}\t{5}-{6}\t0\t{7}\t{8}\n", one.record, one.bases.begin,
                        one.bases.end, two.bases.begin, two.bases.end, discovery.motifs[pair.first].matrix.id,
                        discovery.motifs[pair.second].matrix.id, to_char(one.strand), to_char(two.strand));
      }
    }
  }
  return lines;
}

}  // namespace motif_discover
