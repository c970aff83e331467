#include "attention-tracks/loaded_model.h"

#include <utility>

#include "seqlens/default_model/find_model.h"
#include "seqlens/scan/model_tokenizer.h"
#include "seqlens/scan/promoter_model.h"

namespace attention_tracks {
namespace {

using namespace seqlens;

bool is_promoter_model(const model::StoredModel& stored) {
  return stored.metadata().contains(std::string(scan::PromoterSettings::metadata_key));
}

}  // namespace

LoadedModel load_model(const std::string& wanted) {
  const auto location = default_model::find_model(wanted);
  const auto from = location.loaded_from();
  auto stored = location.open();
  auto tokenizer = scan::model_tokenizer(stored, from, location.name);
  if (is_promoter_model(stored)) {
    auto promoter = scan::make_promoter_model(stored, location.name);
    return {location.name,
            location.digest(),
            from,
            std::move(stored),
            std::move(promoter.encoder),
            std::move(tokenizer),
            std::move(promoter.settings)};
  }
  model::Encoder encoder(stored.config(), stored);
  return {location.name,      location.digest(),    from,        std::move(stored),
          std::move(encoder), std::move(tokenizer), std::nullopt};
}

}  // namespace attention_tracks
