#include "seqlens/evaluate/scan_context.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <utility>

#include "sorted_places.h"

namespace seqlens::evaluate {
namespace {

double share(double part, double whole) {
  return whole > 0 ? part / whole : std::numeric_limits<double>::quiet_NaN();
}

// Loci, found ones and unannotated calls, near (1) and away (0), with the blocks' weights.
struct Sums {
  double loci[2] = {0, 0};
  double found[2] = {0, 0};
  double unannotated[2] = {0, 0};
};

Sums sum(const ScanMatch& match, const ScanContext& context, double min_logit,
         std::span<const std::uint32_t> weights) {
  Sums sums;
  for (std::size_t l = 0; l < match.loci.size(); ++l) {
    sums.loci[context.loci[l] ? 1 : 0] += weights[match.loci[l].block];
  }
  for (std::size_t c = 0; c < match.calls.size(); ++c) {
    const auto& judged = match.calls[c];
    if (judged.call.logit < min_logit) continue;
    const double weight = weights[judged.block];
    if (judged.verdict == CallVerdict::found) sums.found[context.loci[*judged.locus] ? 1 : 0] += weight;
    if (judged.verdict == CallVerdict::unannotated) sums.unannotated[context.calls[c] ? 1 : 0] += weight;
  }
  return sums;
}

template <class Statistic>
std::vector<Estimate> with_intervals(const ScanMatch& match, const std::vector<std::string>& names,
                                     const Statistic& statistic, const BootstrapOptions& options) {
  const std::vector<std::uint32_t> once(match.block_bases.size(), 1);
  std::vector<double> values(names.size());
  statistic(std::span<const std::uint32_t>(once), std::span<double>(values));
  const auto intervals = bootstrap_intervals(once.size(), {}, names.size(), statistic, options);
  std::vector<Estimate> estimates;
  for (std::size_t i = 0; i < names.size(); ++i) estimates.push_back({names[i], values[i], intervals[i]});
  return estimates;
}

}  // namespace

ScanContext scan_context(const ScanMatch& match, std::string name, std::span<const ContigRegion> places,
                         std::int64_t reach) {
  const SortedPlaces sorted(places);
  ScanContext context{std::move(name), {}, {}};
  for (const auto& locus : match.loci) {
    context.loci.push_back(sorted.touch(locus.contig, locus.span, reach));
  }
  for (const auto& judged : match.calls) {
    const auto& call = judged.call;
    context.calls.push_back(sorted.touch(call.contig, {call.tss, call.tss + 1}, reach));
  }
  return context;
}

std::vector<Estimate> context_estimates(const ScanMatch& match, const ScanContext& context, double min_logit,
                                        const BootstrapOptions& options) {
  const auto statistic = [&](std::span<const std::uint32_t> drawn, std::span<double> out) {
    const auto sums = sum(match, context, min_logit, drawn);
    std::size_t at = 0;
    for (const int near : {1, 0}) out[at++] = share(sums.found[near], sums.loci[near]);
    for (const int near : {1, 0}) {
      out[at++] = share(sums.found[near], sums.found[near] + sums.unannotated[near]);
    }
  };
  return with_intervals(match,
                        {"recall_near_" + context.name, "recall_away_" + context.name,
                         "precision_near_" + context.name, "precision_away_" + context.name},
                        statistic, options);
}

std::vector<Estimate> evidence_estimates(const ScanMatch& match, std::span<const ScanContext> contexts,
                                         double min_logit, const BootstrapOptions& options) {
  if (contexts.empty()) return {};
  const auto statistic = [&](std::span<const std::uint32_t> drawn, std::span<double> out) {
    std::fill(out.begin(), out.end(), 0.0);
    double all = 0;
    for (std::size_t c = 0; c < match.calls.size(); ++c) {
      const auto& judged = match.calls[c];
      if (judged.call.logit < min_logit || judged.verdict != CallVerdict::unannotated) continue;
      const double weight = drawn[judged.block];
      bool any = false;
      for (std::size_t k = 0; k < contexts.size(); ++k) {
        if (!contexts[k].calls[c]) continue;
        out[k] += weight;
        any = true;
      }
      if (!any) out.back() += weight;
      all += weight;
    }
    for (double& part : out) part = share(part, all);
  };
  std::vector<std::string> names;
  for (const auto& context : contexts) names.push_back("unannotated_near_" + context.name);
  names.emplace_back("unannotated_near_none");
  return with_intervals(match, names, statistic, options);
}

}  // namespace seqlens::evaluate
