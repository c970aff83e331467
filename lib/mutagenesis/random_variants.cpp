#include "seqlens/mutagenesis/random_variants.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

#include <fmt/format.h>

#include "seqlens/core/dna.h"

namespace seqlens::mutagenesis {
namespace {

constexpr std::string_view kBases = "ACGT";
/// Draws of a place before a variant is given up.
constexpr int kTries = 50;

constexpr std::array<Interval, 4> kSizes{{{1, 1}, {2, 4}, {5, 16}, {17, 64}}};

char other_base(char base, Random& random) {
  const std::size_t own = kBases.find(base);
  return kBases[(own + 1 + random.below(3)) % 4];
}

bool is_known(const Stretch& stretch, const Interval& bases) {
  for (std::int64_t at = bases.begin; at < bases.end; ++at)
    if (canonical_base(stretch.at(at)) == 'N') return false;
  return true;
}

/// The bases that come to the place of those that go.
std::string new_bases(const VariantClass& variants, const Stretch& stretch, const Interval& replaced,
                      std::int64_t size, Random& random) {
  std::string bases;
  if (variants.kind == VariantClass::Kind::insertion) {
    for (std::int64_t i = 0; i < size; ++i) bases += kBases[random.below(4)];
  } else if (variants.kind == VariantClass::Kind::substitution) {
    for (std::int64_t at = replaced.begin; at < replaced.end; ++at)
      bases += other_base(canonical_base(stretch.at(at)), random);
  }
  return bases;
}

std::optional<Edit> draw(const VariantClass& variants, const Stretch& stretch, const Interval& places,
                         Random& random) {
  const bool inserts = variants.kind == VariantClass::Kind::insertion;
  for (int i = 0; i < kTries; ++i) {
    const auto sizes = static_cast<std::uint64_t>(variants.longest - variants.shortest + 1);
    const std::int64_t size = variants.shortest + static_cast<std::int64_t>(random.below(sizes));
    const std::int64_t begin =
        places.begin + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(places.length())));
    const Interval replaced{begin, inserts ? begin : begin + size};
    if (!is_known(stretch, inserts ? Interval{begin - 1, begin + 1} : replaced)) continue;
    return Edit{replaced, new_bases(variants, stretch, replaced, size, random)};
  }
  return std::nullopt;
}

}  // namespace

VariantClass class_of(const Edit& edit) {
  const std::int64_t gained = edit.gained();
  const auto kind = gained == 0  ? VariantClass::Kind::substitution
                    : gained > 0 ? VariantClass::Kind::insertion
                                 : VariantClass::Kind::deletion;
  const std::int64_t size = gained == 0 ? edit.replaced.length() : std::abs(gained);
  const auto sizes = std::find_if(kSizes.begin(), kSizes.end() - 1,
                                  [size](const Interval& range) { return size <= range.end; });
  return {kind, sizes->begin, sizes->end};
}

std::string to_string(const VariantClass& variants) {
  constexpr std::array<std::string_view, 3> kNames{"substitution", "insertion", "deletion"};
  const std::string_view name = kNames[static_cast<std::size_t>(variants.kind)];
  if (variants.shortest == variants.longest) return fmt::format("{} {}", name, variants.shortest);
  return fmt::format("{} {}-{}", name, variants.shortest, variants.longest);
}

std::vector<Edit> random_variants(const VariantClass& variants, const Stretch& stretch,
                                  const Interval& places, std::size_t count, Random& random) {
  std::vector<Edit> edits;
  if (places.empty()) return edits;
  for (std::size_t i = 0; i < count; ++i) {
    if (auto edit = draw(variants, stretch, places, random)) edits.push_back(std::move(*edit));
  }
  return edits;
}

std::optional<double> percentile(std::span<const double> sorted, double magnitude) {
  if (sorted.empty()) return std::nullopt;
  const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), magnitude);
  const auto smaller = static_cast<double>(first - sorted.begin());
  const auto equal = static_cast<double>(last - first);
  return 100 * (smaller + equal / 2) / static_cast<double>(sorted.size());
}

}  // namespace seqlens::mutagenesis
