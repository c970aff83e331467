#include "motif-discover/unseen_loci.h"

#include <cstdint>
#include <limits>
#include <sstream>
#include <string>

#include "seqlens/core/parse_number.h"
#include "seqlens/labelled/genome_set.h"

namespace motif_discover {

using namespace seqlens;

UnseenLoci::UnseenLoci(std::string_view excluded) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  std::istringstream words{std::string(excluded)};
  for (std::string word; words >> word;) {
    const std::size_t places = word.rfind(':');
    const std::size_t file_end = places == std::string::npos ? places : word.rfind(':', places - 1);
    const std::size_t dash = word.find('-', places == std::string::npos ? 0 : places);
    if (file_end == std::string::npos || dash == std::string::npos) continue;
    const auto from = parse_integer(std::string_view(word).substr(places + 1, dash - places - 1), 1, kMost);
    const auto to = parse_integer(std::string_view(word).substr(dash + 1), 1, kMost);
    if (from && to) regions_.push_back({word.substr(file_end + 1, places - file_end - 1), {*from - 1, *to}});
  }
}

bool UnseenLoci::holds(const motif::SequencePlace& place) const {
  return !place.interval.empty() && labelled::lies_inside({place.chromosome, place.interval}, regions_);
}

}  // namespace motif_discover
