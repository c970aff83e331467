#include "seqlens/train/site_sampler.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>

#include <fmt/format.h>

#include "seqlens/core/dna.h"
#include "seqlens/core/errors.h"
#include "seqlens/core/random.h"

#include "base_windows.h"
#include "site_labels.h"

namespace seqlens::train {
namespace {

constexpr std::int64_t same_place_bases = 50;  // on each side of two sites that are one place when they agree
constexpr int most_tries = 1000;

/// Uniform in [range.begin, range.end).
std::int64_t draw(const Interval& range, Random& random) {
  return range.begin + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(range.length())));
}

/// A place that windows can be drawn around.
struct Anchor {
  std::size_t contig = 0;
  Interval place;
};

struct DrawnWindow {
  std::size_t contig = 0;
  std::int64_t begin = 0;
  std::int64_t anchor = 0;  // what a crop must show
  double weight = 1;
  bool record = false;  // always cropped
};

std::vector<std::string> required_outputs() {
  return {"+", "-"};
}

}  // namespace

struct SiteSampler::Impl {
  Impl(const model::EncoderConfig& config, SiteData given, const SiteGeometry& g, const SiteMixture& m,
       std::uint64_t size, std::uint64_t s)
      : data(std::move(given)), geometry(g), mixture(m), epoch_size(size), seed(s), bins(config, g) {
    if (config.token_head->outputs != required_outputs())
      throw Error("sites with strand need a token head with the outputs '+' and '-'");
    if (!(all_shares() > 0)) throw Error("the shares of all kinds of training windows are 0");
    for (std::size_t c = 0; c < data.contigs.size(); ++c) {
      numbers.emplace(data.contigs[c].name, c);
      for (const Interval& region : data.contigs[c].regions) add_span(c, region);
    }
    if (total == 0)
      throw Error(fmt::format("a window has {} bases, and none of the regions of the genome is so long",
                              geometry.window));
    collect_sites();
    if (mixture.hard > 0) hard = anchors_of(data.hard, "hard place");
    if (mixture.records > 0) records = anchors_of(data.records, "record");
  }

  [[nodiscard]] double all_shares() const {
    return mixture.sites + mixture.hard + mixture.anywhere + mixture.records;
  }

  void add_span(std::size_t contig, const Interval& region) {
    if (region.length() < geometry.window) return;
    total += region.length() - geometry.window + 1;
    spans.push_back({contig, region.begin, total});
  }

  void collect_sites() {
    annotations.resize(data.contigs.size());
    std::vector<std::map<std::string, std::size_t>> known(data.sites.size());
    groups.resize(data.sites.size());
    for (std::size_t kind = 0; kind < data.sites.size(); ++kind) {
      for (const Tss& site : data.sites[kind]) {
        const auto contig = numbers.find(site.contig);
        if (contig == numbers.end()) continue;
        if (!annotations[contig->second].add({site.position, site.strand, static_cast<int>(kind)})) continue;
        const Anchor anchor{contig->second, {site.position, site.position + 1}};
        if (!starts_around(anchor.contig, site.position)) continue;
        const auto [group, is_new] =
            known[kind].try_emplace(around(contig->second, site), groups[kind].size());
        if (is_new) groups[kind].emplace_back();
        groups[kind][group->second].push_back(anchor);
      }
      if (mixture.sites > 0 && groups[kind].empty())
        throw Error(fmt::format(
            "no site of list {} of {} is left with a window of {} bases around it inside the regions",
            kind + 1, data.sites.size(), geometry.window));
    }
    if (mixture.sites > 0 && groups.empty()) throw Error("there is no list of sites");
    for (const PlacedInterval& place : data.ignored) {
      const auto contig = numbers.find(place.contig);
      if (contig != numbers.end()) annotations[contig->second].ignore(place.interval, place.strand);
    }
    for (SiteAnnotations& contig : annotations) contig.sort();
  }

  /// Of each list the places that a window can be drawn around.
  [[nodiscard]] std::vector<std::vector<Anchor>> anchors_of(
      const std::vector<std::vector<PlacedInterval>>& lists, std::string_view what) const {
    std::vector<std::vector<Anchor>> found;
    for (const auto& list : lists) {
      auto& anchors = found.emplace_back();
      for (const PlacedInterval& place : list) {
        const auto contig = numbers.find(place.contig);
        if (contig == numbers.end()) continue;
        if (starts_around(contig->second, (place.interval.begin + place.interval.end) / 2))
          anchors.push_back({contig->second, place.interval});
      }
      if (anchors.empty())
        throw Error(fmt::format(
            "no {} of list {} of {} is left with a window of {} bases around it inside the regions", what,
            found.size(), lists.size(), geometry.window));
    }
    if (found.empty()) throw Error(fmt::format("there is no list of {}s, but their share is above 0", what));
    return found;
  }

  /// Bases around a site in its orientation: what tells two copies of a place from two places.
  [[nodiscard]] std::string around(std::size_t contig, const Tss& site) const {
    const std::string& bases = data.contigs[contig].bases;
    const auto begin = std::max<std::int64_t>(0, site.position - same_place_bases);
    const auto end =
        std::min<std::int64_t>(static_cast<std::int64_t>(bases.size()), site.position + same_place_bases + 1);
    std::string part = bases.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
    std::ranges::transform(part, part.begin(), canonical_base);
    return site.strand == Strand::reverse ? reverse_complement(part) : part;
  }

  /// Starts of the windows inside a region whose kept part holds the position.
  [[nodiscard]] std::optional<Interval> starts_around(std::size_t contig, std::int64_t position) const {
    const std::int64_t margin = bins.margin();
    for (const Interval& region : data.contigs[contig].regions) {
      if (!region.contains(position)) continue;
      const Interval starts{std::max(region.begin, position - margin - geometry.kept + 1),
                            std::min(region.end - geometry.window, position - margin) + 1};
      if (!starts.empty()) return starts;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<DrawnWindow> window_at(const Anchor& anchor, double weight,
                                                     Random& random) const {
    const std::int64_t position = train::draw(anchor.place, random);
    const auto starts = starts_around(anchor.contig, position);
    if (!starts) return std::nullopt;
    return DrawnWindow{anchor.contig, train::draw(*starts, random), position, weight};
  }

  /// Around a place of one of the lists, every list equally often.
  [[nodiscard]] std::optional<DrawnWindow> window_of(const std::vector<std::vector<Anchor>>& lists,
                                                     double weight, Random& random) const {
    const auto& list = lists[random.below(lists.size())];
    return window_at(list[random.below(list.size())], weight, random);
  }

  [[nodiscard]] DrawnWindow window_anywhere(Random& random) const {
    const std::int64_t start = train::draw({0, total}, random);
    const auto span = std::ranges::upper_bound(spans, start, {}, &Span::end);
    const std::int64_t before = span == spans.begin() ? 0 : std::prev(span)->end;
    const std::int64_t begin = span->begin + start - before;
    const std::int64_t first_kept = begin + bins.margin();
    return {span->contig, begin, train::draw({first_kept, first_kept + geometry.kept}, random),
            mixture.anywhere_weight};
  }

  [[nodiscard]] std::optional<DrawnWindow> draw_window(Random& random) const {
    double place = random.uniform() * all_shares();
    if (place < mixture.sites) {
      const auto& list = groups[random.below(groups.size())];
      const auto& copies = list[random.below(list.size())];
      return window_at(copies[random.below(copies.size())], 1, random);
    }
    place -= mixture.sites;
    if (place < mixture.hard) return window_of(hard, mixture.hard_weight, random);
    place -= mixture.hard;
    if (place < mixture.records) {
      auto window = window_of(records, mixture.records_weight, random);
      if (window) window->record = true;
      return window;
    }
    return window_anywhere(random);
  }

  [[nodiscard]] std::string_view bases_of(const DrawnWindow& window) const {
    return std::string_view(data.contigs[window.contig].bases)
        .substr(static_cast<std::size_t>(window.begin), static_cast<std::size_t>(geometry.window));
  }

  /// The stretch of the window that stays; all of it, or a few hundred bases with the anchor at a uniform
  /// place but the outermost twenty.
  [[nodiscard]] Interval draw_shown(const DrawnWindow& window, Random& random) const {
    constexpr std::int64_t edge = 20;
    if (!window.record && random.uniform() >= mixture.cropped) return {0, geometry.window};
    const std::int64_t length = train::draw({mixture.shortest, mixture.longest + 1}, random);
    const std::int64_t begin =
        window.anchor - window.begin - train::draw({edge, std::max(edge + 1, length - edge)}, random);
    return {std::max<std::int64_t>(0, begin), std::min(geometry.window, begin + length)};
  }

  void mutate(std::vector<std::int32_t>& tokens, Random& random) const {
    for (std::int32_t& base : tokens) {
      if (base != tokenize::kBaseN && random.uniform() < mixture.mutated)
        base = static_cast<std::int32_t>(random.below(4));
    }
  }

  [[nodiscard]] Example make(const DrawnWindow& window, const Interval& shown, bool reversed) const {
    Example example;
    std::string bases(bases_of(window));
    std::fill(bases.begin(), bases.begin() + shown.begin, 'N');
    std::fill(bases.begin() + shown.end, bases.end(), 'N');
    example.tokens = base_ids(reversed ? reverse_complement(bases) : bases);
    example.weight = static_cast<float>(window.weight);
    example.labels = bins.label(annotations[window.contig], window.begin, shown, reversed);
    return example;
  }

  struct Span {
    std::size_t contig;
    std::int64_t begin;
    std::int64_t end;  // window starts up to and including this region
  };

  SiteData data;
  SiteGeometry geometry;
  SiteMixture mixture;
  std::uint64_t epoch_size;
  std::uint64_t seed;
  SiteBins bins;
  std::unordered_map<std::string, std::size_t> numbers;
  std::vector<Span> spans;
  std::int64_t total = 0;
  std::vector<SiteAnnotations> annotations;              // by contig
  std::vector<std::vector<std::vector<Anchor>>> groups;  // by list, by place: its copies
  std::vector<std::vector<Anchor>> hard;                 // by list
  std::vector<std::vector<Anchor>> records;              // by list
};

SiteSampler::SiteSampler(const model::EncoderConfig& config, SiteData data, const SiteGeometry& geometry,
                         const SiteMixture& mixture, std::uint64_t epoch_size, std::uint64_t seed)
    : impl_(std::make_unique<Impl>(config, std::move(data), geometry, mixture, epoch_size, seed)) {}
SiteSampler::~SiteSampler() = default;

std::uint64_t SiteSampler::size() const {
  return impl_->epoch_size;
}

std::vector<std::size_t> SiteSampler::places() const {
  std::vector<std::size_t> counts;
  for (const auto& list : impl_->groups) counts.push_back(list.size());
  return counts;
}

Example SiteSampler::example(std::uint64_t epoch, std::uint64_t index) const {
  Random random = Random::for_item(impl_->seed, epoch * impl_->epoch_size + index);
  for (int tries = 0; tries < most_tries; ++tries) {
    const auto window = impl_->draw_window(random);
    if (!window || !mostly_known(impl_->bases_of(*window))) continue;
    const Interval shown = impl_->draw_shown(*window, random);
    Example example = impl_->make(*window, shown, random.below(2) == 1);
    if (std::ranges::none_of(example.labels.weights, [](float weight) { return weight > 0; })) continue;
    impl_->mutate(example.tokens, random);
    return example;
  }
  throw Error(fmt::format(
      "{} windows drawn in a row were mostly N or had nothing to learn from; do the ignored places cover "
      "everything?",
      most_tries));
}

std::vector<Example> SiteSampler::dev_windows(std::size_t anywhere) const {
  constexpr std::uint64_t dev_stream = 0x646576ULL;
  const Interval whole{0, impl_->geometry.window};
  std::vector<Example> examples;
  std::uint64_t number = 0;
  const auto add = [&](const std::optional<DrawnWindow>& window) {
    if (window && mostly_known(impl_->bases_of(*window)))
      examples.push_back(impl_->make(*window, whole, false));
  };
  for (const auto& list : impl_->groups) {
    for (const auto& copies : list) {
      Random random = Random::for_item(impl_->seed ^ dev_stream, number++);
      add(impl_->window_at(copies.front(), 1, random));
    }
  }
  for (std::size_t i = 0; i < anywhere; ++i) {
    Random random = Random::for_item(impl_->seed ^ dev_stream, number++);
    add(impl_->window_anywhere(random));
  }
  return examples;
}

}  // namespace seqlens::train
