#include "seqlens/tracks/bedpe_writer.h"

#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "checked_score.h"
#include "index_choice.h"

namespace seqlens::tracks {

BedpeWriter::BedpeWriter(seqio::DataOutput output, std::string_view header) : output_(std::move(output)) {
  output_.write(header);
}

void BedpeWriter::write(std::string_view chrom, std::span<const PairFeature> pairs) {
  for (const PairFeature& pair : pairs) {
    check_score("BEDPE", chrom, pair.source, pair.score);
    fmt::format_to(std::back_inserter(text_), "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", chrom,
                   pair.source.begin, pair.source.end, chrom, pair.target.begin, pair.target.end, pair.name,
                   pair.score, to_char(pair.strand), to_char(pair.strand), pair.value);
  }
  output_.write(std::exchange(text_, {}));
}

void BedpeWriter::commit(bool with_index) {
  Publication alone;
  commit(alone, with_index);
  alone.publish();
}

void BedpeWriter::commit(Publication& together, bool with_index) {
  output_.commit(bed_index(with_index), together);
}

}  // namespace seqlens::tracks
