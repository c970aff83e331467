#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/input/base_source.h"

namespace seqlens::input {

/// A part of a record with all bases of its windows and their flanks: neighbours share those of a window
/// less the stride, and no window twice.
struct Piece {
  std::shared_ptr<const SourceRecord> record;
  bool first = false;
  bool last = false;
  std::int64_t begin = 0;  ///< where in the record its first window starts
  std::int64_t flank = 0;  ///< bases in front of `begin` and behind end(), N where the record has none
  std::string bases;

  [[nodiscard]] std::int64_t end() const {
    return begin + static_cast<std::int64_t>(bases.size()) - 2 * flank;
  }
  /// Without the flanks.
  [[nodiscard]] std::string_view inner() const {
    const auto outside = static_cast<std::size_t>(flank);
    return std::string_view(bases).substr(outside, bases.size() - 2 * outside);
  }
};

struct PieceSizes {
  std::int64_t window_bases = 0;
  std::int64_t flank_bases = 0;
  std::int64_t stride_bases = 0;
  std::int64_t piece_bases = 0;  ///< from one piece's begin to the next: a multiple of the stride
  std::int64_t batch_bases = 0;  ///< a batch holds at least so many bases (the last one of a run: fewer)
};

/// Cuts the records of a source into pieces of bounded size, in order.
class PieceReader {
 public:
  PieceReader(BaseSource& source, const PieceSizes& sizes) : source_(source), sizes_(sizes) {}

  /// The next batch; nothing at the end of the source. A record without bases is one empty piece.
  [[nodiscard]] std::optional<std::vector<Piece>> read_batch();

 private:
  [[nodiscard]] std::optional<Piece> read_piece();
  [[nodiscard]] bool begin_record();
  void fill(std::string& bases, std::size_t wanted);
  [[nodiscard]] std::size_t read(std::span<char> out);

  BaseSource& source_;
  PieceSizes sizes_;
  std::uint64_t records_ = 0;
  std::shared_ptr<const SourceRecord> record_;  // null between records
  std::int64_t begin_ = 0;
  std::string kept_;          // bases read ahead for the next piece
  std::size_t n_behind_ = 0;  // N still to come after the source's last base
  bool at_end_ = false;       // of the record
};

}  // namespace seqlens::input
