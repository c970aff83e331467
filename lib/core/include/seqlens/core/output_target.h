#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

namespace seqlens {

/// What the writer of an output does with it.
enum class OutputAccess {
  in_order,  ///< writes from start to end: anything that can be written to will do
  anywhere,  ///< goes back, or hands the name to a library: only a regular file will do
};

/// What the name of an output means, decided once for all writers:
/// - a regular file, or nothing yet: the bytes go to a temporary file beside it, "<name>.tmp.<pid>", which
///   publish() renames over it, and which goes with this object when that was not called;
/// - a symbolic link to one of these: the same beside what it points to; the link stays;
/// - a device, a FIFO or a socket: opened and written directly; what was written stays;
/// - "-" (standard output), /dev/fd/N, /dev/stdout, /proc/self/fd/N: that descriptor of this process, which
///   keeps its place in the file.
///
/// @throws Error with the name and the system's words, or saying that it needs a regular file; Cancelled when
/// a signal ends the wait for the reader of a FIFO.
class OutputTarget {
 public:
  /// Looks at the name; creates nothing.
  explicit OutputTarget(std::filesystem::path name, OutputAccess access = OutputAccess::in_order);
  ~OutputTarget();
  OutputTarget(OutputTarget&& other) noexcept;
  OutputTarget& operator=(OutputTarget&&) = delete;

  /// A descriptor to write to, the caller's to close. A FIFO without a reader is waited for.
  [[nodiscard]] int open() const;
  /// The caller has closed the descriptor and looked at the result. Renames the temporary file, if any.
  void publish();
  /// Error "<action> '<name>': <system's words>"; "Input/output error" when the system has none (0).
  [[noreturn]] void fail(std::string_view action, int errno_value) const;

  [[nodiscard]] const std::filesystem::path& name() const { return name_; }
  /// Where the bytes are until publish(); empty when they are written directly.
  [[nodiscard]] const std::filesystem::path& temporary() const { return temporary_; }

 private:
  // Fills in file_ and descriptor_. True for a regular file, or what will be one.
  bool look_up();

  std::filesystem::path name_;       // as given
  std::filesystem::path file_;       // at the end of its symbolic links
  std::filesystem::path temporary_;  // empty: written directly, or published
  std::optional<int> descriptor_;    // of this process
};

/// Says at once what would fail at the end of a long run: creates the temporary file of `name` and removes it
/// again. Opens no device, FIFO or descriptor.
/// @throws Error as OutputTarget does; also when `name` is a folder.
void require_writable(const std::filesystem::path& name);

}  // namespace seqlens
