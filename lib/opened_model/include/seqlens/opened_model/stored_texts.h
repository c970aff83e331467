#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "seqlens/report/table.h"
#include "seqlens/scan/class_outputs.h"
#include "seqlens/scan/promoter_settings.h"
#include "seqlens/scan/trained_on.h"
#include "seqlens/tokenize/tokenizer.h"

namespace seqlens::opened_model {

/// The metadata of a model file: texts by key. What is put in replaces what was there.
using StoredTexts = std::map<std::string, std::string>;

void store_tokenizer(StoredTexts& texts, const tokenize::Tokenizer& tokenizer);
void store_settings(StoredTexts& texts, const scan::PromoterSettings& settings);
void store_class_outputs(StoredTexts& texts, scan::ClassOutputs outputs);
void store_trained_on(StoredTexts& texts, const scan::TrainedOn& trained);
/// What a model says of its use (settings, trained on) does not hold for what training makes of it.
void remove_use(StoredTexts& texts);
/// @param json  an object: where the weights come from.
void store_provenance(StoredTexts& texts, std::string json);

/// The members of the stored provenance, in their order; none: there is none.
/// @throws InputError for a text that is no JSON object. @param place  what error texts call the model.
[[nodiscard]] std::vector<std::pair<std::string, report::Cell>> stored_provenance(const StoredTexts& texts,
                                                                                  const std::string& place);

/// The tokenizer of a model file, whatever else the file holds.
/// @throws InputError when it is no such file, or has none.
[[nodiscard]] std::unique_ptr<const tokenize::Tokenizer> tokenizer_of_file(const std::filesystem::path& file);

}  // namespace seqlens::opened_model
