#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string_view>

#include "seqlens/core/output_target.h"
#include "seqlens/core/publication.h"

namespace seqlens {

/// A file that appears under its name only when complete, at commit(); destroyed without it, it leaves
/// nothing. Pipes and devices get the bytes as they come, and commit() only flushes (OutputTarget).
///
/// @throws Error with the path and the system's words when opening, writing or renaming fails.
class OutputFile {
 public:
  /// @throws Error when `access` is `anywhere` and the target is no regular file ("-" is none).
  explicit OutputFile(std::filesystem::path path, OutputAccess access = OutputAccess::in_order);
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void write(std::string_view bytes);
  /// Puts the bytes over the first ones written, for a header that is known only at the end; then writes on
  /// at the end. At least so many bytes must have been written, with OutputAccess::anywhere.
  void overwrite_start(std::string_view bytes);
  void commit();
  /// The same, but the file appears with the others of the publication.
  void commit(Publication& together);
  [[nodiscard]] const std::filesystem::path& path() const { return target_.name(); }
  /// Where the bytes are until commit(), for a library that writes by name itself: never empty with
  /// OutputAccess::anywhere, empty for what is written directly.
  [[nodiscard]] const std::filesystem::path& temporary() const { return target_.temporary(); }

 private:
  struct Close {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
  };

  void close();
  [[noreturn]] void fail(std::string_view action) const;

  OutputTarget target_;
  std::unique_ptr<std::FILE, Close> stream_;  // closed before the target removes its temporary file
};

}  // namespace seqlens
