#pragma once

#include <string>

#include "seqlens/motif/comparison.h"

namespace motif_discover {

/// Two matrices as consensus letters, of the same length, '-' where one has no column.
struct AlignedText {
  std::string query;
  std::string target;  ///< turned round where the match is on the other strand
};

AlignedText aligned_text(const seqlens::motif::Matrix& query, const seqlens::motif::Matrix& target,
                         const seqlens::motif::Match& match);

}  // namespace motif_discover
