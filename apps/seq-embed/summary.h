#pragma once

#include <cstdint>
#include <string>

namespace seq_embed {

/// What a run did.
struct Summary {
  std::uint64_t records = 0;  ///< written
  std::uint64_t tokens = 0;   ///< of these, special ones included
  std::uint64_t split = 0;    ///< of these, in more than one piece
  std::uint64_t pieces = 0;   ///< of the split ones
  std::uint64_t renamed = 0;
  std::uint64_t too_short = 0;
  std::uint64_t too_long = 0;
  std::uint64_t in_no_position = 0;  ///< bases at the ends of records, fewer than the stem's stride
  std::uint64_t passed_over = 0;     ///< secondary and supplementary alignments
  double seconds = 0;
};

/// "2 records, 40 tokens; 1 split into 3 pieces; skipped: 1 too short; 0.12 s"
[[nodiscard]] std::string summary_text(const Summary& summary);

}  // namespace seq_embed
