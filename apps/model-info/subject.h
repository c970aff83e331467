#pragma once

#include <memory>
#include <string>

#include "seqlens/opened_model/opened_model.h"
#include "seqlens/tokenize/tokenizer.h"

namespace model_info {

/// Opens the model that the run is about, under the name that the user gave it.
/// @param wanted  MODEL of the command line; empty: `environment` (SEQLENS_MODEL), then the model inside.
/// @throws UsageError when there is no such model; InputError when it cannot be opened.
[[nodiscard]] seqlens::opened_model::OpenedModel open_subject(const std::string& wanted,
                                                              const std::string& environment);

[[nodiscard]] bool is_published(const seqlens::opened_model::OpenedModel& subject);

/// A model's tokenizer, or why there is none.
struct SubjectTokenizer {
  std::shared_ptr<const seqlens::tokenize::Tokenizer> tokenizer;
  std::string missing;  ///< one line; empty when there is a tokenizer
};

/// What our form stores, or what lies in a published folder. @throws nothing of a bad tokenizer: it is told.
[[nodiscard]] SubjectTokenizer tokenizer_of(const seqlens::opened_model::OpenedModel& subject);

}  // namespace model_info
