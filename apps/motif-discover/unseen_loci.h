#pragma once

#include <string_view>
#include <vector>

#include "seqlens/motif/halves.h"
#include "seqlens/seqio/region.h"

namespace motif_discover {

/// Regions that a model was not trained on, by its own word: model-train's `exclude`, which are files of
/// records or FILE:CHROMOSOME:FROM-TO (1-based, both ends included).
class UnseenLoci {
 public:
  UnseenLoci() = default;
  explicit UnseenLoci(std::string_view excluded);

  /// True when the place is known and lies inside one of the regions.
  [[nodiscard]] bool holds(const seqlens::motif::SequencePlace& place) const;

 private:
  std::vector<seqlens::seqio::Region> regions_;
};

}  // namespace motif_discover
