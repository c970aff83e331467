#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <string>

#include "support/temp_dir.h"

namespace seqlens::test {

/// The published families that the fixtures are of.
constexpr std::array<const char*, 5> kFixtures{"esm2_tiny", "nt_v1_tiny", "nt_v2_tiny", "dnabert_tiny",
                                               "dnabert2_tiny"};

/// Writes a copy of a fixture with a classification head of random weights in the layout of its family's
/// ...ForSequenceClassification class, without its masked-LM head: a fine-tuned checkpoint, tokenizer
/// included.
///
/// @param id2label  JSON, or empty to leave it out.
void write_classifier(const std::filesystem::path& fixture, std::size_t logits, const std::string& id2label,
                      const TempDir& folder);

}  // namespace seqlens::test
