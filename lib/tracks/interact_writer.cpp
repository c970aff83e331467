#include "seqlens/tracks/interact_writer.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "checked_score.h"
#include "index_choice.h"

namespace seqlens::tracks {
namespace {

void append_place(std::string& text, std::string_view chrom, const Interval& place, std::string_view name,
                  Strand strand) {
  fmt::format_to(std::back_inserter(text), "\t{}\t{}\t{}\t{}\t{}", chrom, place.begin, place.end, name,
                 to_char(strand));
}

}  // namespace

InteractWriter::InteractWriter(seqio::DataOutput output, std::string_view header)
    : output_(std::move(output)) {
  output_.write(header);
}

void InteractWriter::write(std::string_view chrom, std::span<const PairFeature> pairs) {
  for (const PairFeature& pair : pairs) {
    check_score("interact", chrom, pair.source, pair.score);
    fmt::format_to(std::back_inserter(text_), "{}\t{}\t{}\t{}\t{}\t{}\t.\t{},{},{}", chrom,
                   std::min(pair.source.begin, pair.target.begin), std::max(pair.source.end, pair.target.end),
                   pair.name, pair.score, pair.value, pair.colour.red, pair.colour.green, pair.colour.blue);
    append_place(text_, chrom, pair.source, "query", pair.strand);
    append_place(text_, chrom, pair.target, "key", pair.strand);
    text_ += '\n';
  }
  output_.write(std::exchange(text_, {}));
}

void InteractWriter::commit(bool with_index) {
  Publication alone;
  commit(alone, with_index);
  alone.publish();
}

void InteractWriter::commit(Publication& together, bool with_index) {
  output_.commit(bed_index(with_index), together);
}

}  // namespace seqlens::tracks
