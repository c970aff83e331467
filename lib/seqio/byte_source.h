#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hts_handles.h"

namespace seqlens::seqio {

/// The bytes of a file, decompressed when it is gzip or bgzip, in chunks of at most 64 kB.
class ByteSource {
 public:
  /// @param name  for error texts.
  ByteSource(HFile file, std::string name);

  /// The next chunk; empty at the end. The view lasts until the next call.
  /// @param line  lines read so far, for the error text.
  /// @throws InputError for a failed read, damaged or truncated compression and a missing end-of-file block.
  [[nodiscard]] std::string_view next(std::uint64_t line);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] BGZF& bgzf() { return *bgzf_; }
  [[nodiscard]] Bgzf release() { return std::move(bgzf_); }

 private:
  [[noreturn]] void fail(std::uint64_t line) const;

  std::string name_;
  Bgzf bgzf_;
  std::vector<char> buffer_;
};

}  // namespace seqlens::seqio
