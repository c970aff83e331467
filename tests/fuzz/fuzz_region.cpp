// Regions from hostile text: an Error, or an interval inside the contig that is written and read as itself.
#include <cstdint>
#include <stdexcept>
#include <string_view>

#include "seqlens/core/errors.h"
#include "seqlens/seqio/region.h"

namespace {

using namespace seqlens;
using namespace seqlens::seqio;

void check(std::string_view text, const ContigTable& contigs) {
  const Region region = parse_region(text, contigs);
  const bool sound = 0 <= region.interval.begin && region.interval.begin < region.interval.end &&
                     region.interval.end <= contigs.length(region.contig).value_or(-1);
  if (!sound) throw std::logic_error("a region outside its contig was let through");
  if (parse_region("{" + region.contig + "}" + to_string(region).substr(region.contig.size()), contigs) !=
      region) {
    throw std::logic_error("a region is not read as it was written");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const ContigTable contigs("x.fa", {{"chr1", 1000}, {"chr1:5-10", 50}, {"HLA:A*01", 300}, {"", 10}});
  try {
    check({reinterpret_cast<const char*>(data), size}, contigs);
  } catch (const Error&) {
    // malformed, and said so
  }
  return 0;
}
