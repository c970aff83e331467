#include "attention-tracks/loaded_model.h"

#include <cstdlib>
#include <utility>

#include "seqlens/default_model/find_model.h"
#include "seqlens/model/published_model.h"
#include "seqlens/scan/model_tokenizer.h"
#include "seqlens/scan/promoter_model.h"

namespace attention_tracks {
namespace {

using namespace seqlens;

bool is_promoter_model(const model::ModelFile& file) {
  return file.metadata.contains(std::string(scan::PromoterSettings::metadata_key));
}

}  // namespace

LoadedModel load_model(const std::string& wanted) {
  const char* variable = std::getenv("SEQLENS_MODEL");
  const auto location = default_model::find_model(wanted, variable ? variable : "");
  const auto from = location.loaded_from();
  auto file = location.is_built_in() ? model::load_model_bytes(location.bytes, location.name)
                                     : model::load_model(from);
  auto tokenizer = scan::model_tokenizer(file, from, location.name);
  if (is_promoter_model(file)) {
    auto promoter = scan::make_promoter_model(file, location.name);
    return {location.name,
            location.digest,
            from,
            std::move(file),
            std::move(promoter.encoder),
            std::move(tokenizer),
            std::move(promoter.settings)};
  }
  model::Encoder encoder(file.config, file.parameters);
  return {location.name,      location.digest,      from,        std::move(file),
          std::move(encoder), std::move(tokenizer), std::nullopt};
}

}  // namespace attention_tracks
