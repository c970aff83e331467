// BED from hostile bytes: an Error, or records that make sense.
#include <stdexcept>

#include "seqlens/core/errors.h"
#include "seqlens/seqio/bed.h"

#include "memory_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const seqlens::fuzz::MemoryFile file(data, size);
  try {
    for (const auto& record : seqlens::seqio::read_bed(file.path())) {
      const bool sound = record.interval.begin >= 0 && record.interval.begin <= record.interval.end &&
                         !record.contig.empty() && record.line > 0;
      if (!sound) throw std::logic_error("a BED record that makes no sense was let through");
    }
  } catch (const seqlens::Error&) {
    // malformed, and said so
  }
  return 0;
}
