#pragma once

#include <span>
#include <string>
#include <string_view>

#include "seqlens/core/output_file.h"
#include "seqlens/scan/call.h"

namespace promoter_scan {

/// The logits of the windows that have one (that reached the encoder) as one bedGraph a strand: a window's
/// value stands at the scan stride around its TSS.
class WindowTracks {
 public:
  /// Writes to PREFIX.plus.bedGraph and PREFIX.minus.bedGraph.
  /// @param header  lines that start with '#'; may be empty.
  WindowTracks(const std::string& prefix, const seqlens::scan::WindowShape& shape, std::int64_t stride_bases,
               std::string_view header);

  void write(std::string_view chrom, std::span<const seqlens::scan::WindowScore> windows);
  void commit();

 private:
  seqlens::scan::WindowShape shape_;
  std::int64_t stride_bases_;
  seqlens::OutputFile plus_;
  seqlens::OutputFile minus_;
};

}  // namespace promoter_scan
