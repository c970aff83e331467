#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "seqlens/model/model_view.h"
#include "seqlens/tokenize/tokenizer.h"

namespace seqlens::scan {

/// Metadata key of a model file: the tokenizer as JSON.
inline constexpr const char* kTokenizerKey = "seqlens.tokenizer";

/// The tokenizer that belongs to a model: stored in the metadata of our own form, lying in the folder of a
/// published one.
///
/// @param file   where the model was loaded from, a file or a folder; empty for bytes in memory.
/// @param place  what error texts call the model.
/// @throws InputError when there is none, it is broken, or it has more or fewer tokens than the model.
[[nodiscard]] std::unique_ptr<const tokenize::Tokenizer> model_tokenizer(const model::ModelView& model,
                                                                         const std::filesystem::path& file,
                                                                         const std::string& place);

}  // namespace seqlens::scan
