#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hts_handles.h"

namespace seqlens::seqio {

/// Where the blocks of a bgzip file begin: a ".gzi" file, read and checked by ourselves. htslib takes any
/// content of it at its word and stops the program by an assertion where a block is shorter than the index
/// says.
class BlockIndex {
 public:
  /// Nothing when the file is absent or unreadable, no ".gzi", or not in order: 8 bytes, then 16 a block,
  /// both offsets growing, by at most 64 Ki.
  static std::optional<BlockIndex> load(const std::string& path, bool allow_remote);

  /// Whether the blocks of the file begin and end where the index says, by their own headers and sizes: of
  /// the first and last block and of 65,536 others (4 GB of bases) or of all when there are no more; remote
  /// files are not looked at. One read of 22 bytes a block (48,000 of them, as the human genome has: 0.03 s
  /// of processor time).
  [[nodiscard]] bool fits(const std::string& file) const;

  /// Moves to a byte of the uncompressed text. False when that fails, or the text ends before.
  [[nodiscard]] bool seek(BGZF& bgzf, std::int64_t offset) const;

 private:
  struct Block {
    std::int64_t compressed = 0;
    std::int64_t text = 0;
  };

  [[nodiscard]] bool in_order() const;
  [[nodiscard]] bool begins_there(int descriptor, std::size_t block) const;

  std::vector<Block> blocks_;  // the first one at 0, which the file leaves out
};

}  // namespace seqlens::seqio
