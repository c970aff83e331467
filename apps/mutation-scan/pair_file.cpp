#include "mutation-scan/pair_file.h"

#include <cstddef>
#include <string_view>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/parse_number.h"
#include "seqlens/seqio/line_reader.h"

namespace mutation_scan {
namespace {

using namespace seqlens;

std::vector<std::string_view> columns_of(std::string_view line) {
  std::vector<std::string_view> columns;
  for (auto tab = line.find('\t'); tab != std::string_view::npos; tab = line.find('\t')) {
    columns.push_back(line.substr(0, tab));
    line.remove_prefix(tab + 1);
  }
  columns.push_back(line);
  return columns;
}

class PairParser {
 public:
  PairParser(const seqio::LineReader& lines, const seqio::ContigTable& contigs)
      : lines_(lines), contigs_(contigs) {}

  [[nodiscard]] PairOfStretches parse(std::string_view line) const {
    const auto columns = columns_of(line);
    if (columns.size() < 6) {
      fail(fmt::format(
          "{} columns; chrom1, start1, end1, chrom2, start2, end2 are expected, separated by tabs",
          columns.size()));
    }
    if (columns[0] != columns[3])
      fail(fmt::format("'{}' and '{}': both stretches must lie on one contig", columns[0], columns[3]));
    const auto length = contigs_.length(columns[0]);
    if (!length) fail(contigs_.unknown_text(columns[0]));
    PairOfStretches pair{std::string(columns[0]), stretch(columns[1], columns[2], *length),
                         stretch(columns[4], columns[5], *length),
                         columns.size() > 6 && !columns[6].empty() ? std::string(columns[6]) : "."};
    if (pair.first.overlaps(pair.second)) fail("the two stretches overlap");
    return pair;
  }

 private:
  [[nodiscard]] Interval stretch(std::string_view begin, std::string_view end, std::int64_t length) const {
    const auto first = parse_integer(begin, 0, length);
    const auto last = parse_integer(end, 0, length);
    if (first && last && *first < *last) return {*first, *last};
    fail(fmt::format(
        "'{}' to '{}' is no stretch of the contig, which has {} bases (0-based, start before end)", begin,
        end, length));
  }

  [[noreturn]] void fail(std::string_view text) const {
    throw InputError(lines_.path() == "-" ? "standard input" : lines_.path(), lines_.line_number(), text);
  }

  const seqio::LineReader& lines_;
  const seqio::ContigTable& contigs_;
};

}  // namespace

std::vector<PairOfStretches> read_pairs(const std::string& path, const seqio::ContigTable& contigs,
                                        bool allow_remote) {
  seqio::LineReader lines(path, allow_remote);
  const PairParser parser(lines, contigs);
  std::vector<PairOfStretches> pairs;
  for (std::string line; lines.read(line);) {
    if (!line.empty() && line.front() != '#') pairs.push_back(parser.parse(line));
  }
  return pairs;
}

}  // namespace mutation_scan
