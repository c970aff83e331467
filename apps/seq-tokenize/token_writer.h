#pragma once

#include <memory>
#include <string>

#include "seqlens/cli/streams.h"
#include "seqlens/tokenize/tokenizer.h"

#include "seq-tokenize/options.h"
#include "seq-tokenize/token_part.h"

namespace seq_tokenize {

/// Writes parts in one of the formats. Files appear at finish().
class TokenWriter {
 public:
  virtual ~TokenWriter() = default;
  /// The text of a part, if the format is text; may be called from any thread.
  [[nodiscard]] virtual std::string text_of(const TokenPart& part) const = 0;
  /// `text` is text_of(part). Called in the order of the input.
  virtual void write(const TokenPart& part, const std::string& text) = 0;
  virtual void finish() = 0;
  /// True when a record must come in one part.
  [[nodiscard]] virtual bool wants_whole_records() const { return false; }
};

std::unique_ptr<TokenWriter> make_writer(const Options& options,
                                         const seqlens::tokenize::Tokenizer& tokenizer,
                                         seqlens::cli::Streams& streams);

}  // namespace seq_tokenize
