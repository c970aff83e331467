#include "seqlens/input/tss_file.h"

#include "seqlens/core/errors.h"
#include "seqlens/seqio/bed.h"

namespace seqlens::input {

std::vector<KnownTss> read_tss(const std::string& path, const seqio::ContigTable* contigs) {
  std::vector<KnownTss> sites;
  for (const seqio::BedRecord& record : seqio::read_bed(path, {.contigs = contigs})) {
    if (record.interval.empty()) {
      throw InputError(path, record.line,
                       "start and end are the same (columns 2 and 3; BED is 0-based and half-open); a TSS is "
                       "a base");
    }
    const bool reverse = record.strand == Strand::reverse;
    sites.push_back({record.contig, reverse ? record.interval.end - 1 : record.interval.begin, record.strand,
                     record.line});
  }
  return sites;
}

}  // namespace seqlens::input
