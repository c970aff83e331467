#pragma once

#include <filesystem>
#include <optional>
#include <string_view>
#include <sys/types.h>

namespace seqlens {

/// What the writer of an output does with it.
enum class OutputAccess {
  in_order,  ///< writes from start to end: anything that can be written to will do
  anywhere,  ///< goes back, or hands the name to a library: only a regular file will do
};

/// What the name of an output means, decided once for all writers:
/// - a regular file, or nothing yet: the bytes go to a temporary file beside it, made by nobody else
///   (temporary_beside), which publish() brings to the disk (fsync) and renames over it, and which goes with
///   this object when that was not called. It has the mode of the file that it replaces, and its owner and
///   group where the system allows that;
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

  /// A descriptor to write to, the caller's to close. Once. A FIFO without a reader is waited for.
  [[nodiscard]] int open();
  /// The caller has closed the descriptor and looked at the result. Waits until the disk has the bytes.
  void finish();
  /// finish(), and renames the temporary file, if any.
  void publish();
  /// Error "<action> '<name>': <system's words>"; "Input/output error" when the system has none (0).
  [[noreturn]] void fail(std::string_view action, int errno_value) const;

  [[nodiscard]] const std::filesystem::path& name() const { return name_; }
  /// Where the bytes are until publish(); empty when they are written directly.
  [[nodiscard]] const std::filesystem::path& temporary() const { return temporary_; }

 private:
  struct Rights {
    mode_t mode;
    uid_t owner;
    gid_t group;
  };

  // Fills in file_, descriptor_ and replaced_. True for a regular file, or what will be one.
  bool look_up();
  void keep_rights(int descriptor) const;

  std::filesystem::path name_;       // as given
  std::filesystem::path file_;       // at the end of its symbolic links
  std::filesystem::path temporary_;  // empty: written directly, or published
  std::optional<int> descriptor_;    // of this process
  std::optional<Rights> replaced_;   // of the file that is there
  bool created_ = false;             // the temporary file is ours
  bool finished_ = false;
};

/// A name in the folder of `file` that nobody can guess: as much of its name as fits into 255 bytes,
/// ".tmp." and 16 random hexadecimal digits. What it stands for is to be made with O_EXCL.
[[nodiscard]] std::filesystem::path temporary_beside(const std::filesystem::path& file);

/// Says at once what would fail at the end of a long run: creates the temporary file of `name` and removes it
/// again. Opens no device, FIFO or descriptor.
/// @throws Error as OutputTarget does; also when `name` is a folder.
void require_writable(const std::filesystem::path& name);

}  // namespace seqlens
