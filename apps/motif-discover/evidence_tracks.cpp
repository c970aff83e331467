#include "motif-discover/evidence_tracks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <string_view>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/parse_number.h"
#include "seqlens/seqio/line_reader.h"

namespace motif_discover {
namespace {

using namespace seqlens;

/// Sequences of a contig by where they begin.
struct Located {
  Interval bases;
  std::size_t sequence = 0;
};
using ByContig = std::map<std::string, std::vector<Located>, std::less<>>;

ByContig by_contig(const SequenceList& sequences) {
  ByContig contigs;
  for (std::size_t i = 0; i < sequences.size(); ++i)
    contigs[sequences.origins[i].record].push_back({sequences.origins[i].bases, i});
  for (auto& [name, some] : contigs)
    std::sort(some.begin(), some.end(),
              [](const Located& a, const Located& b) { return a.bases.begin < b.bases.begin; });
  return contigs;
}

struct TrackLine {
  std::string contig;
  Interval bases;
  double value = 0;
};

/// Four columns, separated by tabs or blanks. @return false for lines without a value
bool parse(const seqio::LineReader& reader, std::string_view line, TrackLine& track) {
  if (line.empty() || line.starts_with('#') || line.starts_with("track") || line.starts_with("browser"))
    return false;
  std::array<std::string_view, 4> fields;
  std::size_t count = 0;
  for (std::size_t at = 0; at < line.size() && count < 4;) {
    const std::size_t end = std::min(line.find_first_of("\t ", at), line.size());
    if (end > at) fields[count++] = line.substr(at, end - at);
    at = end + 1;
  }
  const auto begin = parse_integer(fields[1], 0, std::numeric_limits<std::int64_t>::max());
  const auto end = parse_integer(fields[2], 0, std::numeric_limits<std::int64_t>::max());
  const auto value = parse_real(fields[3]);
  if (count < 4 || !begin || !end || *end <= *begin || !value) {
    throw InputError(
        reader.path(), reader.line_number(),
        fmt::format("'{}' is no line of a bedGraph: contig, start, end, value", line.substr(0, 60)));
  }
  track = {std::string(fields[0]), {*begin, *end}, *value};
  return true;
}

/// Adds the magnitude to the bases of the sequences that hold it. @return bases that got one
std::size_t add(const TrackLine& line, const ByContig& contigs, const SequenceList& sequences,
                Evidence& evidence) {
  const auto found = contigs.find(line.contig);
  if (found == contigs.end()) return 0;
  std::size_t added = 0;
  for (const Located& located : found->second) {
    if (located.bases.begin >= line.bases.end) break;
    if (!located.bases.overlaps(line.bases)) continue;
    const std::int64_t from = std::max(located.bases.begin, line.bases.begin);
    const std::int64_t to = std::min(located.bases.end, line.bases.end);
    const bool turned = sequences.origins[located.sequence].strand == Strand::reverse;
    for (std::int64_t at = from; at < to; ++at) {
      const std::int64_t offset = turned ? located.bases.end - 1 - at : at - located.bases.begin;
      evidence[located.sequence][static_cast<std::size_t>(offset)] +=
          static_cast<float>(std::abs(line.value));
      ++added;
    }
  }
  return added;
}

double mean_of(const Evidence& evidence) {
  double sum = 0, bases = 0;
  for (const auto& some : evidence)
    for (const float value : some) sum += value, ++bases;
  return sum / std::max(bases, 1.0);
}

Evidence read_track(const std::string& path, const ByContig& contigs, const SequenceList& sequences) {
  Evidence evidence = no_evidence(sequences.bases);
  seqio::LineReader reader(path);
  std::size_t added = 0;
  std::string first_contig;
  TrackLine track;
  for (std::string line; reader.read(line);) {
    if (!parse(reader, line, track)) continue;
    if (first_contig.empty()) first_contig = track.contig;
    added += add(track, contigs, sequences, evidence);
  }
  if (added == 0) {
    throw InputError(
        path, fmt::format("no value lies in a positive: the track has '{}', the positives '{}' (tracks of "
                          "another genome?)",
                          first_contig, contigs.begin()->first));
  }
  if (!(mean_of(evidence) > 0)) throw InputError(path, "all values in the positives are 0");
  return evidence;
}

}  // namespace

Evidence read_tracks(const std::vector<std::string>& paths, const SequenceList& sequences) {
  const ByContig contigs = by_contig(sequences);
  Evidence sum = no_evidence(sequences.bases);
  for (const std::string& path : paths) {
    const Evidence one = read_track(path, contigs, sequences);
    const auto scale = static_cast<float>(1 / mean_of(one));
    for (std::size_t i = 0; i < sum.size(); ++i)
      for (std::size_t j = 0; j < sum[i].size(); ++j) sum[i][j] += scale * one[i][j];
  }
  return sum;
}

}  // namespace motif_discover
