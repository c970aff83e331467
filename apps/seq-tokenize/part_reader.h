#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "seqlens/tokenize/letter_counts.h"
#include "seqlens/tokenize/special_text.h"
#include "seqlens/tokenize/tokenizer.h"

#include "seq-tokenize/letter_source.h"
#include "seq-tokenize/token_part.h"

namespace seq_tokenize {

struct PartSettings {
  bool whole_records = false;  ///< never cut a record into parts
  bool upper_case = false;
  bool drop_special = false;
};

/// Cuts the source into batches of about 64 Ki letters: short records whole, as text for a worker to
/// tokenise; a long one in parts that are tokenised here, since each depends on the one before.
class PartReader {
 public:
  PartReader(LetterSource& source, const seqlens::tokenize::Tokenizer& tokenizer, PartSettings settings);

  /// The next batch, in the order of the input; nothing at the end.
  std::optional<std::vector<TokenPart>> next();
  [[nodiscard]] const seqlens::tokenize::LetterCounts& counts() const { return counts_; }

 private:
  bool begin_record();
  std::string_view read_letters();
  TokenPart part_of_long_record(std::string_view letters);
  TokenPart next_part();

  LetterSource& source_;
  const seqlens::tokenize::Tokenizer& tokenizer_;
  PartSettings settings_;
  seqlens::tokenize::LetterCounts counts_;
  seqlens::tokenize::SpecialText special_;
  std::string buffer_;
  SourceRecord record_;
  std::unique_ptr<seqlens::tokenize::TokenStream> stream_;  // of a long record under way
  std::int64_t next_index_ = 0;
  bool ended_ = false;
};

}  // namespace seq_tokenize
