#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "seqlens/model/stored_model.h"
#include "seqlens/tokenize/tokenizer.h"

namespace model_info {

/// The model that the run is about, opened.
struct Subject {
  std::string name;            ///< as the user gave it, or that of a model inside the programs
  std::filesystem::path path;  ///< file or folder; empty for a model inside
  std::string digest;          ///< SHA-256 of a model inside
  std::size_t bytes = 0;       ///< its size
  seqlens::model::StoredModel stored;

  [[nodiscard]] bool is_built_in() const { return path.empty(); }
  [[nodiscard]] bool is_published() const { return !stored.family().empty(); }
};

/// @param wanted  MODEL of the command line; empty: `environment` (SEQLENS_MODEL), then the model inside.
/// @throws UsageError when there is no such model; InputError when it cannot be opened.
[[nodiscard]] Subject open_subject(const std::string& wanted, const std::string& environment);

/// A model's tokenizer, or why there is none.
struct SubjectTokenizer {
  std::unique_ptr<const seqlens::tokenize::Tokenizer> tokenizer;
  std::string missing;  ///< one line; empty when there is a tokenizer
};

/// What our form stores, or what lies in a published folder. @throws nothing of a bad tokenizer: it is told.
[[nodiscard]] SubjectTokenizer tokenizer_of(const Subject& subject);

}  // namespace model_info
