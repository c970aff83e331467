#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace seqlens::test {

/// One tokenizer case of a fixture's cases.json. "'A' * 514" in the file stands for 514 letters A.
struct TokenizerCase {
  std::string text;
  std::vector<std::int32_t> ids;             ///< empty where the file gives counts alone
  std::vector<std::string> tokens;           ///< empty where the file does not give them
  std::int64_t id_count = -1;                ///< -1 where the file does not give it
  std::vector<std::int64_t> cls_at, sep_at;  ///< empty where the file does not give them
};

/// One batch of a fixture, as the reference saw it: padded on the right, then masked.
struct BatchCase {
  std::string name;
  std::vector<std::string> sequences;
  std::vector<std::vector<std::size_t>>
      masked_positions;  ///< token positions; none for a batch without masks
};

std::vector<BatchCase> read_batch_cases(const std::filesystem::path& cases_json);
std::vector<TokenizerCase> read_tokenizer_cases(const std::filesystem::path& cases_json);

}  // namespace seqlens::test
