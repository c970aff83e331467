#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string_view>

namespace seqlens {

/// A file that appears under its name only when complete: written beside it as "<name>.tmp.<pid>", renamed by
/// commit(). Destroyed without commit(), it leaves nothing. "-" is standard output, where commit() only
/// flushes.
///
/// @throws Error with the path and the system's words when opening, writing or renaming fails.
class OutputFile {
 public:
  explicit OutputFile(std::filesystem::path path);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void write(std::string_view bytes);
  /// Puts the bytes over the first ones written, for a header that is known only at the end; then writes on
  /// at the end. At least so many bytes must have been written. @throws Error for standard output.
  void overwrite_start(std::string_view bytes);
  void commit();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// Where the bytes are until commit(), for a library that writes by name itself; empty for "-".
  [[nodiscard]] const std::filesystem::path& temporary() const { return temporary_; }

 private:
  struct Close {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
  };

  [[noreturn]] void fail(std::string_view action) const;

  std::filesystem::path path_;
  std::filesystem::path temporary_;  // empty for standard output
  std::unique_ptr<std::FILE, Close> owned_;
  std::FILE* stream_ = nullptr;
};

}  // namespace seqlens
