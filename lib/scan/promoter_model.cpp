#include "seqlens/scan/promoter_model.h"

#include <memory>

#include <fmt/core.h>

#include "seqlens/core/errors.h"
#include "seqlens/tokenize/tokenizer_json.h"

namespace seqlens::scan {
namespace {

constexpr const char* kTokenizerKey = "seqlens.tokenizer";

const std::string& text_of(const model::ModelView& file, const std::string& key, const std::string& place) {
  const auto found = file.metadata.find(key);
  if (found == file.metadata.end()) {
    throw InputError(place, fmt::format("is no promoter model: its metadata have no '{}'", key));
  }
  return found->second;
}

void check_tokenizer(const model::ModelView& file, const std::string& place) {
  const auto tokenizer = tokenize::tokenizer_from_json(text_of(file, kTokenizerKey, place),
                                                       fmt::format("{}: {}", place, kTokenizerKey));
  if (tokenizer->kind() != "base") {
    throw InputError(
        place, fmt::format("has a '{}' tokenizer; scans need single bases ('base')", tokenizer->kind()));
  }
}

void check_encoder(const model::EncoderConfig& config, const PromoterSettings& settings,
                   const std::string& place) {
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

PromoterSettings settings_of(const model::ModelView& file, const std::string& place) {
  try {
    return promoter_settings_from_json(text_of(file, std::string(PromoterSettings::metadata_key), place));
  } catch (const InputError&) {
    throw;
  } catch (const Error& error) {
    throw InputError(place, error.what());
  }
}

}  // namespace

PromoterModel make_promoter_model(const model::ModelView& file, const std::string& place) {
  PromoterSettings settings = settings_of(file, place);
  check_tokenizer(file, place);
  check_encoder(file.config, settings, place);
  return {model::Encoder(file.config, file.weights), std::move(settings)};
}

}  // namespace seqlens::scan
