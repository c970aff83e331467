#include "promoter-scan/window_tracks.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace promoter_scan {

using namespace seqlens;

WindowTracks::WindowTracks(const std::string& prefix, const scan::WindowShape& shape,
                           std::int64_t stride_bases, std::string_view header)
    : shape_(shape),
      stride_bases_(stride_bases),
      plus_(prefix + ".plus.bedGraph"),
      minus_(prefix + ".minus.bedGraph") {
  plus_.write(header);
  minus_.write(header);
}

void WindowTracks::write(std::string_view chrom, std::span<const scan::WindowScore> windows) {
  std::string plus;
  std::string minus;
  for (const scan::WindowScore& window : windows) {
    // Inside the window, so inside the record whatever its length.
    const std::int64_t begin = std::max(window.start, shape_.tss(window) - stride_bases_ / 2);
    const std::int64_t end =
        std::min(window.start + shape_.window_bases, shape_.tss(window) - stride_bases_ / 2 + stride_bases_);
    std::string& text = window.strand == Strand::reverse ? minus : plus;
    fmt::format_to(std::back_inserter(text), "{}\t{}\t{}\t{:.6f}\n", chrom, begin, end, window.logit);
  }
  plus_.write(plus);
  minus_.write(minus);
}

void WindowTracks::commit() {
  plus_.commit();
  minus_.commit();
}

}  // namespace promoter_scan
