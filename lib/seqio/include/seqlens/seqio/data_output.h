#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include "seqlens/seqio/text_output.h"

namespace seqlens::seqio {

/// A program's data: the stream that stands for standard output for "-" (tests give their own), else
/// TextOutput.
///
/// @throws Error as TextOutput does.
class DataOutput {
 public:
  DataOutput(const std::string& path, std::ostream& standard_output);

  void write(std::string_view text);
  /// Lets a reader of standard output see what was written.
  void flush();
  void commit(std::optional<TabixPreset> index = std::nullopt);
  /// The same, but files appear with the others of the publication; standard output has no name to wait for.
  void commit(std::optional<TabixPreset> index, Publication& together);

 private:
  std::ostream& standard_output_;
  std::optional<TextOutput> file_;
};

}  // namespace seqlens::seqio
