#include "seqlens/scan/promoter_model.h"

#include <fmt/core.h>

#include "seqlens/core/errors.h"
#include "seqlens/scan/model_tokenizer.h"
#include "seqlens/scan/token_scorer.h"

namespace seqlens::scan {
namespace {

void check_tokenizer(const model::ModelView& model, const std::string& place) {
  const auto tokenizer = model_tokenizer(model, {}, place);
  if (tokenizer->kind() != "base") {
    throw InputError(
        place, fmt::format("has a '{}' tokenizer; scans need single bases ('base')", tokenizer->kind()));
  }
}

void check_encoder(const model::EncoderConfig& config, const PromoterSettings& settings,
                   const std::string& place) {
  if (settings.positions) return check_positions(config, settings, place);
  const std::size_t logits = config.classify ? config.classify->labels.size() : 0;
  if (logits != 1)
    throw InputError(place, fmt::format("gives {} classification logits, a promoter model gives 1", logits));
  if (config.window_tokens != settings.seen_bases()) {
    const std::string flanks =
        settings.flank_bases > 0 ? fmt::format(" and flanks of {}", settings.flank_bases) : std::string();
    throw InputError(
        place, fmt::format("the encoder's windows have {} tokens, '{}' says {} bases{}", config.window_tokens,
                           PromoterSettings::metadata_key, settings.window_bases, flanks));
  }
}

}  // namespace

bool is_promoter_model(const model::ModelView& model) {
  const bool has_settings = model.metadata.contains(std::string(PromoterSettings::metadata_key));
  const bool one_logit = model.config.classify && model.config.classify->labels.size() == 1;
  return has_settings && ((one_logit && model.config.window_tokens > 0) || model.config.token_head);
}

std::optional<PromoterSettings> stored_promoter_settings(const model::ModelView& model,
                                                         const std::string& place) {
  const auto text = model.metadata.find(std::string(PromoterSettings::metadata_key));
  if (text == model.metadata.end()) return std::nullopt;
  try {
    return promoter_settings_from_json(text->second);
  } catch (const Error& error) {
    throw InputError(place, error.what());
  }
}

PromoterSettings promoter_model_settings(const model::ModelView& model, const std::string& place) {
  auto settings = stored_promoter_settings(model, place);
  if (!settings)
    throw InputError(place, fmt::format("is no promoter model: its metadata have no '{}'",
                                        PromoterSettings::metadata_key));
  check_tokenizer(model, place);
  check_encoder(model.config, *settings, place);
  return *std::move(settings);
}

}  // namespace seqlens::scan
