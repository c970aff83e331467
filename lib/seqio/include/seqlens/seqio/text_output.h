#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "seqlens/core/publication.h"

namespace seqlens::seqio {

/// Which columns hold the coordinates, for the tabix index.
enum class TabixPreset { bed, gff, vcf };

/// A bgzip file (BGZF blocks, end-of-file block included). It appears under its name only at commit(), unless
/// the name is a pipe or device, which is written directly (OutputTarget).
///
/// @throws Error with the path when opening, writing or renaming fails.
class BgzfOutput {
 public:
  explicit BgzfOutput(const std::string& path);
  ~BgzfOutput();
  BgzfOutput(BgzfOutput&&) noexcept;
  BgzfOutput& operator=(BgzfOutput&&) noexcept;

  void write(std::string_view bytes);
  void commit();
  /// commit(), and "<path>.tbi" beside it ("<path>.csi" when a coordinate passes 2^29); the index of the
  /// other kind goes, which would be one of older data. Lines must be sorted by contig and start.
  /// @throws Error when there can be no index; the file appears nevertheless, and no index is beside it.
  /// UsageError when the output is no regular file, since an index is made from the finished one.
  void commit_with_index(TabixPreset preset);
  /// The same two, but the files appear with the others of the publication.
  void commit(Publication& together);
  void commit_with_index(TabixPreset preset, Publication& together);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Text to the place that the name says: "-" standard output, "*.gz" or "*.bgz" bgzip, otherwise plain. A
/// file appears only at commit(); a pipe or device is written directly (OutputTarget).
class TextOutput {
 public:
  explicit TextOutput(const std::string& path);
  ~TextOutput();
  TextOutput(TextOutput&&) noexcept;
  TextOutput& operator=(TextOutput&&) noexcept;

  void write(std::string_view bytes);
  void commit();
  /// @throws UsageError when the output is not bgzip; Error as BgzfOutput does.
  void commit_with_index(TabixPreset preset);
  void commit(Publication& together);
  void commit_with_index(TabixPreset preset, Publication& together);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace seqlens::seqio
