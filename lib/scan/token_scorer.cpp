#include "seqlens/scan/token_scorer.h"

#include <algorithm>
#include <cassert>

#include <fmt/core.h>

#include "seqlens/core/errors.h"
#include "seqlens/tokenize/base_tokenizer.h"

#include "pool_bins.h"
#include "require_finite.h"

namespace seqlens::scan {
namespace {

constexpr std::size_t kStrands = 2;

}  // namespace

void check_positions(const model::EncoderConfig& config, const PromoterSettings& settings,
                     const std::string& place) {
  const auto fail = [&](const std::string& text) { throw InputError(place, text); };
  if (!config.token_head || config.token_head->outputs != std::vector<std::string>{"+", "-"})
    fail(fmt::format("has no token head of the outputs '+' and '-', though '{}' has 'positions'",
                     PromoterSettings::metadata_key));
  const PositionGrid grid = settings.position_grid();
  if (config.token_bin_length() != grid.bin_bases)
    fail(fmt::format("the encoder's bins have {} bases, 'scan_stride' is {}", config.token_bin_length(),
                     grid.bin_bases));
  if (grid.kept_bases % config.stem_stride() != 0)
    fail(fmt::format("the {} kept bases are no multiple of the stem's stride {}", grid.kept_bases,
                     config.stem_stride()));
  if (config.window_tokens != 0 && config.window_tokens != grid.window_bases)
    fail(fmt::format("the encoder's windows have {} tokens, those of 'positions' {} bases",
                     config.window_tokens, grid.window_bases));
  const std::int64_t begin = config.token_bins_begin();
  const std::int64_t end = begin + static_cast<std::int64_t>(config.stem_stride()) *
                                       config.encoder_positions(static_cast<int>(grid.window_bases));
  if (begin > grid.margin() || end < grid.margin() + grid.kept_bases)
    fail(fmt::format("its bins lie on bases {} to {} of a window, the kept part on {} to {}", begin, end,
                     grid.margin(), grid.margin() + grid.kept_bases));
  if ((grid.margin() - begin) % grid.bin_bases != 0)
    fail(fmt::format("no bin of {} bases starts where the kept part does: bins from base {} on, kept from {}",
                     grid.bin_bases, begin, grid.margin()));
}

TokenScorer::TokenScorer(const model::Encoder& encoder, const PromoterSettings& settings)
    : encoder_(encoder),
      grid_(settings.position_grid()),
      pooled_bins_(static_cast<double>(settings.positions->pooled_bases) / settings.scan_stride),
      stride_(static_cast<std::size_t>(encoder.config().stem_stride())),
      width_(static_cast<std::size_t>(encoder.config().width)),
      rows_(
          static_cast<std::size_t>(encoder.config().encoder_positions(static_cast<int>(grid_.window_bases)))),
      columns_(static_cast<std::size_t>(encoder.config().token_columns())),
      first_bin_(static_cast<std::size_t>((grid_.margin() - encoder.config().token_bins_begin()) /
                                          grid_.bin_bases)) {}

void TokenScorer::score(std::string_view bases, std::span<const std::int64_t> starts,
                        std::span<float> logits) const {
  const std::size_t kept = kStrands * static_cast<std::size_t>(grid_.bins());
  assert(logits.size() == starts.size() * kept);
  if (starts.empty()) return;
  const auto scratch = scratch_.borrow();
  const std::int64_t begin = starts.front();
  const std::string_view seen = bases.substr(
      static_cast<std::size_t>(begin), static_cast<std::size_t>(starts.back() - begin + grid_.window_bases));
  scratch->ids.resize(seen.size());
  std::transform(seen.begin(), seen.end(), scratch->ids.begin(), tokenize::base_id);
  encoder_.stem_features(scratch->ids, scratch->features);
  scratch->logits.resize(rows_ * columns_);
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const std::size_t row = static_cast<std::size_t>(starts[i] - begin) / stride_;
    encoder_.score_features({scratch->features.data() + row * width_, rows_, width_}, scratch->logits);
    // Bins of a position follow each other, and so do positions.
    const std::span<const float> wanted = std::span(scratch->logits).subspan(kStrands * first_bin_, kept);
    for (const float logit : wanted) require_finite(logit, "the model");
    if (pooled_bins_ > 0) pool_bins(scratch->logits, pooled_bins_);
    std::copy(wanted.begin(), wanted.end(), logits.begin() + static_cast<std::ptrdiff_t>(i * kept));
  }
}

}  // namespace seqlens::scan
