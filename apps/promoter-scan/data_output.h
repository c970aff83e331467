#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include "seqlens/seqio/text_output.h"

namespace promoter_scan {

/// The data: standard output for "-", else a file that appears when complete.
class DataOutput {
 public:
  DataOutput(const std::string& path, std::ostream& standard_output);

  void write(std::string_view text);
  /// Lets a reader of standard output see what was written.
  void flush();
  void commit(std::optional<seqlens::seqio::TabixPreset> index);

 private:
  std::ostream& standard_output_;
  std::optional<seqlens::seqio::TextOutput> file_;
};

}  // namespace promoter_scan
