#include "seqlens/opened_model/stored_texts.h"

#include <fmt/format.h>

#include "seqlens/checkpoint/safetensors.h"
#include "seqlens/core/errors.h"
#include "seqlens/report/json_object.h"
#include "seqlens/scan/model_tokenizer.h"
#include "seqlens/tokenize/tokenizer_json.h"

namespace seqlens::opened_model {
namespace {

constexpr const char* kProvenanceKey = "seqlens.provenance";
const std::string kSettingsKey(scan::PromoterSettings::metadata_key);
const std::string kTrainedOnKey(scan::TrainedOn::metadata_key);

}  // namespace

void store_tokenizer(StoredTexts& texts, const tokenize::Tokenizer& tokenizer) {
  texts[scan::kTokenizerKey] = tokenizer.to_json();
}

void store_settings(StoredTexts& texts, const scan::PromoterSettings& settings) {
  texts[kSettingsKey] = scan::to_json(settings);
}

void store_class_outputs(StoredTexts& texts, scan::ClassOutputs outputs) {
  texts[scan::kClassOutputsKey] = scan::to_string(outputs);
}

void store_trained_on(StoredTexts& texts, const scan::TrainedOn& trained) {
  texts[kTrainedOnKey] = scan::to_json(trained);
}

void remove_use(StoredTexts& texts) {
  texts.erase(kSettingsKey);
  texts.erase(kTrainedOnKey);
}

void store_provenance(StoredTexts& texts, std::string json) {
  texts[kProvenanceKey] = std::move(json);
}

std::vector<std::pair<std::string, report::Cell>> stored_provenance(const StoredTexts& texts,
                                                                    const std::string& place) {
  const auto text = texts.find(kProvenanceKey);
  if (text == texts.end()) return {};
  try {
    return report::json_members(text->second);
  } catch (const Error& error) {
    throw InputError(fmt::format("{}: {}", place, kProvenanceKey), error.what());
  }
}

std::unique_ptr<const tokenize::Tokenizer> tokenizer_of_file(const std::filesystem::path& path) {
  const checkpoint::SafetensorsFile file(path);
  const auto& metadata = file.view().metadata();
  const auto found = metadata.find(scan::kTokenizerKey);
  if (found == metadata.end())
    throw InputError(path.string(),
                     fmt::format("holds no '{}'; if it is from a Hugging Face folder, give the folder",
                                 scan::kTokenizerKey));
  return tokenize::tokenizer_from_json(found->second,
                                       fmt::format("{}: {}", path.string(), scan::kTokenizerKey));
}

}  // namespace seqlens::opened_model
