#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "seqlens/cli/logger.h"

#include "seq-tokenize/options.h"

namespace seq_tokenize {

/// What is tokenised, one after another: a record of a file, or a region of one.
struct SourceRecord {
  std::string name;
  std::int64_t offset = 0;  ///< place of its first letter in the record that `name` is, for regions
};

/// Letters in the order of the input, in bounded memory. Not thread-safe.
class LetterSource {
 public:
  virtual ~LetterSource() = default;
  /// The next record; false at the end.
  [[nodiscard]] virtual bool begin(SourceRecord& record) = 0;
  /// The next letters of it, as many as fit or as there are; 0 only at its end.
  [[nodiscard]] virtual std::size_t read(std::span<char> out) = 0;
};

/// The records of all inputs, or the regions that the options ask for. `any_printable`: FASTA sequences may
/// hold more than letters, '*' and '-'.
/// @throws InputError, UsageError as the readers of seqio do.
std::unique_ptr<LetterSource> open_source(const Options& options, bool any_printable,
                                          seqlens::cli::Logger& log);

}  // namespace seq_tokenize
