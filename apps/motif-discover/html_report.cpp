#include "motif-discover/html_report.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "seqlens/core/version.h"
#include "seqlens/report/page.h"

#include "motif-discover/logo_picture.h"

namespace motif_discover {
namespace {

using namespace seqlens;

constexpr double kPlaceBin = 10;
constexpr std::size_t kMostPairs = 12;
/// Worse matches are in the table, not under the logo.
constexpr double kLikelyMatch = 0.1;
/// -log10 q that the heatmap of pairs ends at.
constexpr double kMostLog = 30;

/// Three digits: a q of more is no better known, and fits its column.
double rounded(double q) {
  if (!(q > 0)) return q;
  const double scale = std::pow(10, 2 - std::floor(std::log10(q)));
  return std::isfinite(scale) && scale > 0 ? std::round(q * scale) / scale : q;
}

report::Cell cell(const std::optional<double>& value) {
  return value ? report::Cell(*value) : report::Cell();
}

report::Table motif_rows(const Discovery& discovery, const std::vector<MotifFacts>& facts) {
  report::Table table{"motifs",
                      {"motif", "consensus", "match", "match_q", "q", "fold", "auroc", "share", "place_peak",
                       "place_median", "place_spread", "sites", "repeat"},
                      {}};
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const motif::FoundMotif& motif = discovery.motifs[i];
    const MotifFacts& fact = facts[i];
    const double share = static_cast<double>(motif.shuffled.positives_with) /
                         std::max(1.0, static_cast<double>(motif.shuffled.positives));
    table.add_row({motif.matrix.id, motif::consensus(motif.matrix),
                   fact.match ? report::Cell(fact.match_id + ' ' + fact.match_name) : report::Cell(),
                   fact.match ? report::Cell(rounded(fact.match->q)) : report::Cell(), rounded(motif.q),
                   motif::fold(motif.shuffled), motif.auroc_shuffled, share, cell(fact.peak),
                   cell(fact.median), cell(fact.spread),
                   static_cast<std::int64_t>(std::llround(motif.matrix.sites)),
                   motif.repeat.empty() ? report::Cell() : report::Cell(motif.repeat)});
  }
  return table;
}

report::Table pair_rows(const Discovery& discovery, const std::vector<motif::MotifPair>& pairs,
                        const Options& options) {
  report::Table table{"pairs",
                      {"first", "second", "verdict", "together", "expected", "q_together", "at_gap",
                       "at_gap_expected", "q_gap"},
                      {}};
  for (const motif::MotifPair& pair : pairs) {
    table.add_row({discovery.motifs[pair.first].matrix.id, discovery.motifs[pair.second].matrix.id,
                   verdict(pair, options), pair.together, rounded(pair.together_expected),
                   rounded(pair.q_together), pair.at_gaps, rounded(pair.at_gaps_expected),
                   rounded(pair.q_gaps)});
  }
  return table;
}

report::Plot places(const motif::FoundMotif& motif, const MotifFacts& facts, double length,
                    const Options& options) {
  const double first = -static_cast<double>(options.tss_index.value_or(0));
  const auto bins = static_cast<std::size_t>(std::max(1.0, std::ceil(length / kPlaceBin)));
  report::Plot plot;
  plot.name = "places-" + motif.matrix.id;
  plot.title = motif.matrix.id + ' ' + motif::consensus(motif.matrix);
  plot.x.title = options.tss_index ? "bases from the TSS" : "bases from the first one";
  plot.y.title = "held-out sequences";
  plot.width = 360;
  plot.height = 220;
  plot.series = {
      report::histogram_of("", facts.places, first, first + kPlaceBin * static_cast<double>(bins), bins)};
  return plot;
}

report::Plot gaps(const Discovery& discovery, const motif::MotifPair& pair) {
  const auto order = static_cast<std::size_t>(pair.order);
  const std::string ids =
      discovery.motifs[pair.first].matrix.id + "-" + discovery.motifs[pair.second].matrix.id;
  report::Plot plot;
  plot.name = "gaps-" + ids;
  plot.title = ids + ", " + motif::to_string(pair.order);
  plot.x.title = "bases between the sites";
  plot.y.title = "pairs of sites";
  plot.width = 420;
  plot.height = 240;
  report::Series seen{"seen", report::Mark::histogram, {}, {}, {}, {}, {}, false};
  report::Series expected{"expected from places", report::Mark::line, {}, {}, {}, {}, {}, true};
  for (std::size_t gap = 0; gap < pair.counts[order].size(); ++gap) {
    seen.x.push_back(static_cast<double>(gap));
    seen.y.push_back(static_cast<double>(pair.counts[order][gap]));
    expected.x.push_back(static_cast<double>(gap) + 0.5);
    expected.y.push_back(pair.expected[order][gap]);
  }
  seen.x.push_back(static_cast<double>(seen.y.size()));
  plot.series = {seen, expected};
  return plot;
}

report::Heatmap pair_map(const Discovery& discovery, const std::vector<motif::MotifPair>& pairs) {
  std::vector<std::size_t> motifs;
  for (const motif::MotifPair& pair : pairs) {
    motifs.push_back(pair.first);
    motifs.push_back(pair.second);
  }
  std::sort(motifs.begin(), motifs.end());
  motifs.erase(std::unique(motifs.begin(), motifs.end()), motifs.end());
  report::Heatmap map;
  map.name = "pair-map";
  map.title = "-log10 q of pairs";
  map.rows = map.columns = motifs.size();
  map.values.assign(motifs.size() * motifs.size(), std::numeric_limits<double>::quiet_NaN());
  for (const std::size_t m : motifs) map.row_names.push_back(discovery.motifs[m].matrix.id);
  map.column_names = map.row_names;
  map.low = 0;
  map.side = 480;
  const auto place = [&](std::size_t motif) {
    return static_cast<std::size_t>(std::lower_bound(motifs.begin(), motifs.end(), motif) - motifs.begin());
  };
  for (const motif::MotifPair& pair : pairs) {
    const std::size_t a = place(pair.first), b = place(pair.second);
    const auto log_of = [](double q) { return std::min(kMostLog, -std::log10(std::max(q, 1e-300))); };
    map.values[a * map.columns + b] = log_of(pair.q_together);  // above the diagonal
    map.values[b * map.columns + a] = log_of(pair.q_gaps);
  }
  return map;
}

void add_logos(report::Page& page, const Discovery& discovery, const std::vector<MotifFacts>& facts,
               const std::vector<motif::Matrix>& database, const Options& options, bool turned) {
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const motif::FoundMotif& found = discovery.motifs[i];
    if (!is_called(found, options) || (turned && found.palindrome)) continue;
    const motif::Matrix matrix = turned ? motif::reverse_complement(found.matrix) : found.matrix;
    const bool has_match = !turned && facts[i].match && facts[i].match->q < kLikelyMatch;
    page.picture(logo_picture(matrix, has_match ? &database[facts[i].match->target] : nullptr,
                              has_match ? &*facts[i].match : nullptr),
                 matrix_table((turned ? "turned-" : "logo-") + matrix.id, matrix),
                 turned
                     ? std::string()
                     : fmt::format("{}held-out q {:.2g}{}", found.palindrome ? "A palindrome; " : "", found.q,
                                   has_match ? fmt::format("; match q {:.2g}", facts[i].match->q) : ""));
  }
}

}  // namespace

std::string html_report(const Discovery& discovery, const std::vector<MotifFacts>& facts,
                        const std::vector<motif::MotifPair>& pairs,
                        const std::vector<motif::Matrix>& database, const Options& options) {
  const auto called = std::count_if(discovery.motifs.begin(), discovery.motifs.end(),
                                    [&](const auto& motif) { return is_called(motif, options); });
  report::Page page("Motifs and their pairs", {"motif-discover",
                                               std::string(version()),
                                               {{"evidence", options.evidence},
                                                {"seed", static_cast<std::int64_t>(options.common.seed)},
                                                {"split", discovery.split},
                                                {"max_q", options.max_q}}});
  page.lead(fmt::format(
      "{} motifs were found on one half of the sequences and tested on the other; {} have a held-out q "
      "below {:g}.",
      discovery.motifs.size(), called, options.max_q));
  page.text(discovery.split + '.');
  page.text("What is enriched in sequence, or comes in pairs there, is not shown to be needed by the cell.");
  page.section("Motifs");
  page.table(
      motif_rows(discovery, facts),
      "All that were tested, simple repeats last. Fold, area under the ROC curve and share are of held-out "
      "sequences against their shuffles.");
  page.section("Logos");
  page.text("Bits of each column; below, column under column, the nearest matrix of the database.");
  add_logos(page, discovery, facts, database, options, false);
  page.section("Places");
  double length = 0;
  for (const std::string& bases : discovery.tested_on.bases)
    length = std::max(length, static_cast<double>(bases.size()));
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (is_called(discovery.motifs[i], options))
      page.plot(places(discovery.motifs[i], facts[i], length, options), "Centre of the best site.");
  }
  page.section("Pairs");
  if (pairs.empty()) {
    page.text("Fewer than two motifs: no pairs.");
  } else {
    page.table(pair_rows(discovery, pairs, options),
               "Pairs of motifs in the held-out sequences, by the smaller q.");
    page.heatmap(
        pair_map(discovery, pairs),
        "Above the diagonal: how sure it is that two come together; below: that a distance stands out.");
    std::size_t shown = 0;
    for (const motif::MotifPair& pair : pairs) {
      if (!(pair.q_gaps < options.max_q) || ++shown > kMostPairs) continue;
      page.plot(gaps(discovery, pair), verdict(pair, options));
    }
  }
  page.section("The other strand");
  add_logos(page, discovery, facts, database, options, true);
  return page.html();
}

}  // namespace motif_discover
