#pragma once

#include <string>
#include <string_view>

#include "hts_handles.h"

namespace seqlens::seqio {

/// OutputFile for what htslib writes: a temporary file beside the target, renamed by publish(), removed by
/// the destructor otherwise. "-" is standard output, where there is nothing to rename.
class PendingFile {
 public:
  explicit PendingFile(const std::string& path);
  ~PendingFile();
  PendingFile(PendingFile&& other) noexcept;
  PendingFile& operator=(PendingFile&&) = delete;

  /// Creates the temporary file. @throws Error.
  [[nodiscard]] HFile create() const;
  /// Renames it to the target. The caller has closed it and looked at the result. @throws Error.
  void publish();
  /// Error "<action> '<path>': <system's words>"; "Input/output error" when the system has none.
  [[noreturn]] void fail(std::string_view action, int errno_value) const;

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const std::string& temporary() const { return temporary_; }

 private:
  std::string path_;
  std::string temporary_;  // empty: standard output, or published
};

}  // namespace seqlens::seqio
