#include "mutation-scan/variant_scorer.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <utility>

#include "seqlens/parallel/parallel_for.h"

#include "mutation-scan/variant_allele.h"

namespace mutation_scan {

using namespace seqlens;
using mutagenesis::Edit;
using mutagenesis::GridWindow;
using mutagenesis::Stretch;

namespace {

/// Bases on the left of a variant within which it may move.
constexpr std::int64_t kMove = 1000;
/// Blocks and classes whose random variants are kept; a sorted file needs those around its last line only.
constexpr std::size_t kMostKept = 4096;

/// FNV-1a: the same on every machine, unlike std::hash.
std::uint64_t hash(std::string_view text) {
  std::uint64_t value = 0xcbf29ce484222325U;
  for (const char byte : text) value = (value ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
  return value;
}

}  // namespace

/// The bases around some place, and the windows there.
struct VariantScorer::Site {
  std::string bases;
  std::int64_t begin = 0;
  std::vector<GridWindow> windows;

  [[nodiscard]] Stretch stretch() const { return {bases, begin}; }
};

/// Random variants that wait for their effects.
struct VariantScorer::Block {
  BlockKey key;
  Site site;
  std::vector<Edit> edits;
  std::vector<std::optional<mutagenesis::VariantEffect>> effects;
};

Interval VariantScorer::around(const std::string& contig, const Interval& bases, std::int64_t reach) const {
  const std::int64_t length = genome_.contigs().length(contig).value_or(0);
  return {std::max<std::int64_t>(0, bases.begin - reach), std::min(length, bases.end + reach)};
}

Edit VariantScorer::normalised(const Variant& variant) const {
  const Interval held = around(variant.contig, variant.edit.replaced, kMove);
  const std::string bases = genome_.fetch(variant.contig, held);
  return mutagenesis::left_normalised(variant.edit, {bases, held.begin});
}

VariantScorer::Site VariantScorer::site_of(const std::string& contig, const Interval& bases) const {
  const auto& scorer = model_.logit().scorer();
  const std::int64_t seen = scorer.window_bases() + scorer.flank_bases();
  const Interval held = around(contig, bases, seen + static_cast<std::int64_t>(kLongestAllele));
  Site site{genome_.fetch(contig, held), held.begin, {}};
  const std::string near = site.stretch().letters(around(contig, bases, seen));
  site.windows =
      mutagenesis::grid_windows(model_.logit(), model_.grid(), {near, around(contig, bases, seen).begin});
  return site;
}

VariantScorer::BlockKey VariantScorer::key_of(const Variant& variant) const {
  return {variant.contig, variant.edit.replaced.begin / kBlockBases,
          to_string(mutagenesis::class_of(variant.edit))};
}

VariantScorer::Block VariantScorer::block_of(const Variant& normalised) const {
  const auto variant_class = mutagenesis::class_of(normalised.edit);
  Block block{key_of(normalised), {}, {}, {}};
  const auto& [contig, number, class_text] = block.key;
  const std::int64_t length = genome_.contigs().length(contig).value_or(0);
  const Interval places{number * kBlockBases, std::min((number + 1) * kBlockBases, length)};
  block.site = site_of(contig, {places.begin, places.end + variant_class.longest});
  Random random = Random::for_item(seed_, hash(contig + '\t' + std::to_string(number) + '\t' + class_text));
  block.edits = mutagenesis::random_variants(variant_class, block.site.stretch(), places,
                                             static_cast<std::size_t>(random_variants_), random);
  block.effects.resize(block.edits.size());
  return block;
}

void VariantScorer::draw_missing(const std::vector<Variant>& variants) {
  if (random_variants_ == 0) return;
  if (magnitudes_.size() > kMostKept) magnitudes_.clear();
  std::map<BlockKey, const Variant*> missing;
  for (const Variant& variant : variants) {
    if (!magnitudes_.contains(key_of(variant))) missing.emplace(key_of(variant), &variant);
  }
  std::vector<const Variant*> wanted;
  for (const auto& [key, variant] : missing) wanted.push_back(variant);
  std::vector<Block> blocks(wanted.size());
  parallel::parallel_for(wanted.size(), [&](std::size_t i) { blocks[i] = block_of(*wanted[i]); });
  std::vector<std::pair<std::size_t, std::size_t>> tasks;  // block, edit
  for (std::size_t i = 0; i < blocks.size(); ++i)
    for (std::size_t j = 0; j < blocks[i].edits.size(); ++j) tasks.emplace_back(i, j);
  parallel::parallel_for(tasks.size(), [&](std::size_t i) {
    Block& block = blocks[tasks[i].first];
    block.effects[tasks[i].second] = mutagenesis::variant_effect(
        model_.logit(), block.site.stretch(), block.site.windows, block.edits[tasks[i].second]);
  });
  for (const Block& block : blocks) {
    std::vector<double>& magnitudes = magnitudes_[block.key];
    for (const auto& effect : block.effects)
      if (effect) magnitudes.push_back(std::abs(effect->delta));
    std::sort(magnitudes.begin(), magnitudes.end());
  }
}

std::vector<std::optional<VariantScore>> VariantScorer::score(const std::vector<Variant>& variants) {
  std::vector<Variant> moved(variants.size());
  std::vector<std::optional<VariantScore>> scores(variants.size());
  parallel::parallel_for(variants.size(), [&](std::size_t i) {
    moved[i] = {variants[i].contig, normalised(variants[i])};
    const Site site = site_of(moved[i].contig, moved[i].edit.replaced);
    const auto effect =
        mutagenesis::variant_effect(model_.logit(), site.stretch(), site.windows, moved[i].edit);
    if (effect) scores[i] = VariantScore{*effect, std::nullopt};
  });
  draw_missing(moved);
  for (std::size_t i = 0; i < scores.size() && random_variants_ > 0; ++i) {
    if (!scores[i]) continue;
    scores[i]->percentile =
        mutagenesis::percentile(magnitudes_.at(key_of(moved[i])), std::abs(scores[i]->effect.delta));
  }
  return scores;
}

}  // namespace mutation_scan
