#include "seqlens/tracks/bed_writer.h"

#include <cmath>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

#include "checked_score.h"
#include "index_choice.h"

namespace seqlens::tracks {
namespace {

void check(std::string_view chrom, const BedFeature& feature) {
  check_score("BED", chrom, feature.interval, feature.score);
  const bool inside = feature.interval.begin <= feature.thick.begin &&
                      feature.thick.begin <= feature.thick.end && feature.thick.end <= feature.interval.end;
  if (!inside) {
    throw Error(fmt::format("BED: the thick part {}-{} is not inside {}:{}-{}", feature.thick.begin + 1,
                            feature.thick.end, chrom, feature.interval.begin + 1, feature.interval.end));
  }
}

void append_value(std::string& text, float value) {
  if (std::isnan(value)) {
    text += "\tNA";
  } else {
    fmt::format_to(std::back_inserter(text), "\t{}", value);
  }
}

}  // namespace

BedWriter::BedWriter(seqio::DataOutput output, std::string_view header) : output_(std::move(output)) {
  output_.write(header);
}

void BedWriter::write(std::string_view chrom, std::span<const BedFeature> features) {
  for (const BedFeature& feature : features) {
    check(chrom, feature);
    fmt::format_to(std::back_inserter(text_), "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{},{},{}", chrom,
                   feature.interval.begin, feature.interval.end, feature.name, feature.score,
                   to_char(feature.strand), feature.thick.begin, feature.thick.end, feature.colour.red,
                   feature.colour.green, feature.colour.blue);
    for (const float value : feature.values) append_value(text_, value);
    text_ += '\n';
  }
  output_.write(std::exchange(text_, {}));
}

void BedWriter::commit(bool with_index) {
  Publication alone;
  commit(alone, with_index);
  alone.publish();
}

void BedWriter::commit(Publication& together, bool with_index) {
  output_.commit(bed_index(with_index), together);
}

}  // namespace seqlens::tracks
