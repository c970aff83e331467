#include "attention-tracks/summary.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

namespace attention_tracks {
namespace {

std::string counted(std::uint64_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

}  // namespace

std::string summary_text(const seqlens::attention::TrackCounts& counts, std::uint64_t passed_over,
                         double seconds) {
  std::string skipped;
  if (counts.windows.skipped_n > 0)
    skipped += "; skipped: " + counted(counts.windows.skipped_n, "window") + " with more than 10 % N";
  if (passed_over > 0)
    skipped += "; passed over: " + counted(passed_over, "secondary or supplementary alignment");
  if (counts.unplaced > 0)
    skipped += "; not aligned, so with coordinates of their own: " + counted(counts.unplaced, "read");
  if (counts.beyond_contig > 0)
    skipped += "; cut at the end of their contig (a header of another assembly?): " +
               counted(counts.beyond_contig, "read");
  return fmt::format("{}, {}; {} run{}; {:.2f} s, {:.3f} Mb/s", counted(counts.records, "record"),
                     counted(counts.bases, "base"), counted(counts.windows.encoded, "window"), skipped,
                     seconds, static_cast<double>(counts.bases) / 1e6 / std::max(seconds, 1e-9));
}

}  // namespace attention_tracks
