#include "seqlens/train/promoter_sampler.h"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

#include "base_windows.h"

namespace seqlens::train {
namespace {

/// Uniform in [lowest, highest].
std::int64_t between(Random& random, std::int64_t lowest, std::int64_t highest) {
  return lowest + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(highest - lowest + 1)));
}

/// Bases of a window and its flanks.
std::int64_t seen_bases(const PromoterGeometry& geometry) {
  return geometry.window + 2 * geometry.flank;
}

bool inside_regions(const TrainingContig& contig, std::int64_t begin, std::int64_t length) {
  return std::ranges::any_of(contig.regions, [&](const Interval& region) {
    return region.begin <= begin && begin + length <= region.end;
  });
}

/// Windows of one set of contigs, with their labels.
class WindowCutter {
 public:
  WindowCutter(const std::vector<TrainingContig>& contigs, const std::vector<Tss>& sites,
               const PromoterGeometry& geometry)
      : contigs_(contigs), geometry_(geometry), index_(sites) {
    for (const TrainingContig& contig : contigs) {
      for (const Interval& region : contig.regions) {
        total_ += std::max<std::int64_t>(0, region.length() - seen_bases(geometry) + 1);
        spans_.push_back({&contig, region, total_});
      }
    }
  }

  [[nodiscard]] std::int64_t starts() const { return total_; }
  [[nodiscard]] const TssIndex& index() const { return index_; }

  [[nodiscard]] const TrainingContig* contig(std::string_view name) const {
    const auto found = std::ranges::find(contigs_, name, &TrainingContig::name);
    return found == contigs_.end() ? nullptr : &*found;
  }

  /// The window, if it lies inside the regions, is mostly known and has a label.
  [[nodiscard]] std::optional<Example> cut(const TrainingContig& contig, std::int64_t begin) const {
    const std::int64_t first = begin - geometry_.flank;
    if (!inside_regions(contig, first, seen_bases(geometry_))) return std::nullopt;
    const auto bases =
        std::string_view(contig.bases)
            .substr(static_cast<std::size_t>(first), static_cast<std::size_t>(seen_bases(geometry_)));
    const auto window =
        bases.substr(static_cast<std::size_t>(geometry_.flank), static_cast<std::size_t>(geometry_.window));
    const std::optional<int> label = label_window(geometry_, index_, contig.name, begin);
    if (!label || !mostly_known(window)) return std::nullopt;
    return Example{base_ids(bases), *label, 1.0F};
  }

  /// A uniformly drawn window far from every TSS.
  [[nodiscard]] std::optional<Example> cut_random(Random& random) const {
    const std::int64_t start = between(random, 0, total_ - 1);
    const auto span = std::ranges::upper_bound(spans_, start, {}, &Span::end);
    const std::int64_t before = span == spans_.begin() ? 0 : std::prev(span)->end;
    const std::int64_t begin = span->region.begin + geometry_.flank + start - before;
    const Interval window{begin, begin + geometry_.window};
    if (index_.any_near(span->contig->name, window, geometry_.random_distance)) return std::nullopt;
    return cut(*span->contig, begin);
  }

 private:
  struct Span {
    const TrainingContig* contig;
    Interval region;
    std::int64_t end;  // window starts up to and including this region
  };

  const std::vector<TrainingContig>& contigs_;
  PromoterGeometry geometry_;
  TssIndex index_;
  std::vector<Span> spans_;
  std::int64_t total_ = 0;
};

std::vector<Tss> sites_in(const std::vector<Tss>& sites, const std::vector<TrainingContig>& contigs) {
  std::vector<Tss> kept;
  for (const Tss& site : sites) {
    const auto contig = std::ranges::find(contigs, site.contig, &TrainingContig::name);
    if (contig != contigs.end() && inside_regions(*contig, site.position, 1)) kept.push_back(site);
  }
  return kept;
}

}  // namespace

std::int64_t window_begin(const PromoterGeometry& geometry, Strand strand, std::int64_t position) {
  return strand == Strand::forward ? position - geometry.tss_index
                                   : position - (geometry.window - 1 - geometry.tss_index);
}

std::optional<int> label_window(const PromoterGeometry& geometry, const TssIndex& sites,
                                std::string_view contig, std::int64_t begin) {
  const auto zone = [&](Strand strand) {  // 0 close, 1 ignored, 2 far
    const std::int64_t place =
        begin + (strand == Strand::forward ? geometry.tss_index : geometry.window - 1 - geometry.tss_index);
    const auto distance = sites.distance(contig, strand, place);
    if (!distance || *distance >= geometry.ignored_within) return 2;
    return *distance <= geometry.positive_within ? 0 : 1;
  };
  const int plus = zone(Strand::forward);
  const int minus = zone(Strand::reverse);
  if (plus != 0 && minus != 0)
    return plus == 2 && minus == 2 ? std::optional<int>(kNoPromoter) : std::nullopt;
  if (plus == 0 && minus == 0) return kEither;
  if (plus == 1 || minus == 1) return kEither;
  return plus == 0 ? kPlus : kMinus;
}

std::string shifted_window(std::string_view record, std::int64_t shift, std::int64_t length) {
  std::string window(static_cast<std::size_t>(length), 'N');
  for (std::int64_t i = 0; i < length; ++i) {
    const std::int64_t from = i + shift;
    if (from >= 0 && from < static_cast<std::int64_t>(record.size())) {
      window[static_cast<std::size_t>(i)] = record[static_cast<std::size_t>(from)];
    }
  }
  return window;
}

std::string with_flanks(std::string_view window, std::int64_t flank) {
  const std::string unknown(static_cast<std::size_t>(flank), 'N');
  return unknown + std::string(window) + unknown;
}

struct PromoterSampler::Impl {
  enum Kind {
    promoters,
    negatives,
    genome_promoters,
    genome_near,
    genome_mirror,
    genome_random,
    hard_negatives,
    kinds
  };

  Impl(PromoterData given, const PromoterGeometry& g, const PromoterMixture& m, std::uint64_t size,
       std::uint64_t s)
      : data(std::move(given)),
        geometry(g),
        mixture(m),
        epoch_size(size),
        seed(s),
        cutter(data.contigs, data.sites, g),
        sites(sites_in(data.sites, data.contigs)) {
    const std::array<double, kinds> shares{m.promoter_records, m.negative_records, m.genome_promoters,
                                           m.genome_near,      m.genome_mirror,    m.genome_random,
                                           m.hard_negatives};
    double sum = 0;
    for (std::size_t k = 0; k < kinds; ++k) ends[k] = sum += shares[k];
    if (!(sum > 0)) throw Error("the shares of all kinds of training windows are 0");
    require_data(shares);
    require_lengths();
  }

  void require_data(const std::array<double, kinds>& shares) const {
    const auto require = [&](Kind kind, bool there, std::string_view what) {
      if (shares[kind] > 0 && !there)
        throw Error(fmt::format("there are no {}, but their share is above 0", what));
    };
    require(promoters, !data.promoter_records.empty(), "promoter records");
    require(negatives, !data.negative_records.empty(), "negative records");
    require(genome_promoters, !sites.empty(), "TSS inside the training regions");
    require(genome_near, !sites.empty(), "TSS inside the training regions");
    require(genome_mirror, !sites.empty(), "TSS inside the training regions");
    require(genome_random, cutter.starts() > 0, "training regions to draw random windows from");
    require(hard_negatives, !data.hard_negatives.empty(), "hard negatives");
  }

  void require_lengths() const {
    const auto require = [&](const std::string& record) {
      if (static_cast<std::int64_t>(record.size()) != geometry.window) {
        throw Error(
            fmt::format("a training record has {} bases, the window {}", record.size(), geometry.window));
      }
    };
    for (const auto& record : data.promoter_records) require(record);
    for (const auto& file : data.negative_records) {
      if (file.empty()) throw Error("a file of negative records is empty");
      for (const auto& record : file) require(record);
    }
  }

  /// Of every other window 0: as many windows without N as with.
  [[nodiscard]] std::int64_t draw_shift(Random& random) const {
    return random.below(2) == 0 ? 0 : between(random, -geometry.positive_within, geometry.positive_within);
  }

  /// Puts N where a record shifted as far would have it. Windows of the genome get this, so that N does not
  /// tell where a window comes from: among them promoters are much rarer than among records.
  void blank_end(Example& example, Random& random) const {
    if (geometry.flank > 0 && random.uniform() >= mixture.flankless) return;
    const std::int64_t shift = draw_shift(random);
    const auto all = std::span(example.tokens);
    const auto flank = static_cast<std::size_t>(geometry.flank);
    std::ranges::fill(all.first(flank), std::int32_t{tokenize::kBaseN});
    std::ranges::fill(all.last(flank), std::int32_t{tokenize::kBaseN});
    const auto tokens = all.subspan(flank, all.size() - 2 * flank);
    std::ranges::fill(shift < 0 ? tokens.first(static_cast<std::size_t>(-shift))
                                : tokens.last(static_cast<std::size_t>(shift)),
                      std::int32_t{tokenize::kBaseN});
  }

  [[nodiscard]] Example shifted(const std::string& record, int target, Random& random) const {
    const std::int64_t shift = draw_shift(random);
    return {base_ids(with_flanks(shifted_window(record, shift, geometry.window), geometry.flank)), target,
            1.0F};
  }

  /// A window whose place for the TSS lies `offset` bases from a random site's, in the given orientation.
  [[nodiscard]] std::optional<Example> around_site(std::int64_t offset, bool mirrored, Random& random) const {
    const Tss& site = sites[random.below(sites.size())];
    Strand strand = site.strand;
    if (mirrored) strand = strand == Strand::forward ? Strand::reverse : Strand::forward;
    const std::int64_t begin = window_begin(geometry, strand, site.position) + offset;
    return cutter.cut(*cutter.contig(site.contig), begin);
  }

  [[nodiscard]] std::optional<Example> mined(Random& random) const {
    const MinedWindow& window = data.hard_negatives[random.below(data.hard_negatives.size())];
    const TrainingContig* contig = cutter.contig(window.contig);
    const std::int64_t shift = between(random, -geometry.positive_within, geometry.positive_within);
    return contig ? cutter.cut(*contig, window.begin + shift) : std::nullopt;
  }

  [[nodiscard]] std::optional<Example> draw(Kind kind, Random& random) const {
    const std::int64_t close = geometry.positive_within;
    switch (kind) {
      case promoters:
        return shifted(data.promoter_records[random.below(data.promoter_records.size())], kPlus, random);
      case negatives: {
        const auto& file = data.negative_records[random.below(data.negative_records.size())];
        return shifted(file[random.below(file.size())], kNoPromoter, random);
      }
      case genome_promoters:
        return around_site(between(random, -close, close), false, random);
      case genome_near: {
        const std::int64_t offset = between(random, geometry.ignored_within, geometry.near_within);
        return around_site(random.below(2) == 0 ? offset : -offset, false, random);
      }
      case genome_mirror:
        return around_site(between(random, -close, close), true, random);
      case genome_random:
        return cutter.cut_random(random);
      case hard_negatives:
        return mined(random);
      case kinds:
        break;
    }
    return std::nullopt;
  }

  [[nodiscard]] Kind draw_kind(Random& random) const {
    const double place = random.uniform() * ends.back();
    const auto end = std::ranges::upper_bound(ends, place);
    return static_cast<Kind>(std::min<std::ptrdiff_t>(end - ends.begin(), kinds - 1));
  }

  /// Keeps a stretch of at least 100 bases that covers [-50, +20] of the TSS place; N elsewhere. Windows
  /// without a promoter get the same, so that the stretch says nothing.
  void crop(Example& example, Random& random) const {
    const bool reversed = example.target == kMinus || (example.target != kPlus && random.below(2) == 1);
    const std::int64_t first = std::max<std::int64_t>(0, geometry.tss_index - 50);
    const std::int64_t end = std::min(geometry.window, geometry.tss_index + 21);
    const std::int64_t length =
        between(random, std::min<std::int64_t>(100, geometry.window), geometry.window);
    const std::int64_t begin =
        between(random, std::max<std::int64_t>(0, end - length), std::min(first, geometry.window - length));
    for (std::int64_t i = -geometry.flank; i < geometry.window + geometry.flank; ++i) {
      if (i >= begin && i < begin + length) continue;
      example.tokens[static_cast<std::size_t>(geometry.flank + (reversed ? geometry.window - 1 - i : i))] =
          tokenize::kBaseN;
    }
  }

  void mutate(Example& example, Random& random) const {
    for (std::int32_t& base : example.tokens) {
      if (base != tokenize::kBaseN && random.uniform() < mixture.mutated)
        base = static_cast<std::int32_t>(random.below(4));
    }
  }

  PromoterData data;
  PromoterGeometry geometry;
  PromoterMixture mixture;
  std::uint64_t epoch_size;
  std::uint64_t seed;
  WindowCutter cutter;
  std::vector<Tss> sites;  // those inside the regions
  std::array<double, kinds> ends{};
};

PromoterSampler::PromoterSampler(PromoterData data, const PromoterGeometry& geometry,
                                 const PromoterMixture& mixture, std::uint64_t epoch_size, std::uint64_t seed)
    : impl_(std::make_unique<Impl>(std::move(data), geometry, mixture, epoch_size, seed)) {}
PromoterSampler::~PromoterSampler() = default;

std::uint64_t PromoterSampler::size() const {
  return impl_->epoch_size;
}

Example PromoterSampler::example(std::uint64_t epoch, std::uint64_t index) const {
  constexpr int most_tries = 1000;
  Random random = Random::for_item(impl_->seed, epoch * impl_->epoch_size + index);
  for (int tries = 0; tries < most_tries; ++tries) {
    const Impl::Kind kind = impl_->draw_kind(random);
    std::optional<Example> example = impl_->draw(kind, random);
    if (!example) continue;  // near the edge of a region, mostly N, or in the ignored zone
    if (kind != Impl::promoters && kind != Impl::negatives) impl_->blank_end(*example, random);
    if (random.uniform() < impl_->mixture.cropped) impl_->crop(*example, random);
    if (impl_->mixture.mutated > 0) impl_->mutate(*example, random);
    return std::move(*example);
  }
  throw Error(fmt::format("{} windows drawn in a row were mostly N or near a TSS; check the training regions",
                          most_tries));
}

std::vector<Example> promoter_dev_windows(const std::vector<TrainingContig>& contigs,
                                          const std::vector<Tss>& sites, const PromoterGeometry& geometry,
                                          std::size_t random_windows, std::uint64_t seed) {
  const WindowCutter cutter(contigs, sites, geometry);
  std::vector<Example> examples;
  for (const Tss& site : sites_in(sites, contigs)) {
    auto example =
        cutter.cut(*cutter.contig(site.contig), window_begin(geometry, site.strand, site.position));
    if (example) examples.push_back(std::move(*example));
  }
  Random random(seed);
  const std::size_t wanted = examples.size() + random_windows;
  for (std::size_t tries = 0; cutter.starts() > 0 && examples.size() < wanted && tries < 100 * random_windows;
       ++tries) {
    auto example = cutter.cut_random(random);
    if (example) examples.push_back(std::move(*example));
  }
  return examples;
}

}  // namespace seqlens::train
