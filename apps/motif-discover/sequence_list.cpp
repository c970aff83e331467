#include "motif-discover/sequence_list.h"

#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "seqlens/core/dna.h"
#include "seqlens/core/errors.h"
#include "seqlens/input/named_regions.h"
#include "seqlens/motif/matrix.h"
#include "seqlens/seqio/genome.h"
#include "seqlens/seqio/record_origin.h"
#include "seqlens/seqio/record_reader.h"

namespace motif_discover {
namespace {

using namespace seqlens;

/// Real DNA has few other letters than A, C, G, T and N; protein has many.
constexpr double kLeastDna = 0.9;

motif::SequencePlace place_of(const seqio::Record& record) {
  const std::string header = record.name + ' ' + record.description;
  const seqio::RecordOrigin origin = seqio::parse_origin(header);
  motif::SequencePlace place{origin.contig, origin.interval, origin.cluster};
  const auto at = header.find(" chrom=");
  if (place.chromosome.empty() && at != std::string::npos) {
    const std::string word = header.substr(at + 7, header.find_first_of(" \t", at + 7) - at - 7);
    if (word != "?") place.chromosome = word;
  }
  return place;
}

void check_dna(const SequenceList& list, const std::string& path) {
  double letters = 0, dna = 0;
  for (const std::string& bases : list.bases) {
    letters += static_cast<double>(bases.size());
    for (const char base : bases) dna += motif::letter_index(base) < 4 || base == 'N' || base == 'n' ? 1 : 0;
  }
  if (dna < kLeastDna * letters) {
    throw InputError(path, fmt::format("{:.0f} % of the letters are A, C, G, T or N: no DNA (protein?)",
                                       100 * dna / letters));
  }
}

}  // namespace

void SequenceList::add(const SequenceList& other, std::size_t i) {
  origins.push_back(other.origins[i]);
  bases.push_back(other.bases[i]);
  places.push_back(other.places[i]);
  evidence.resize(other.evidence.size());
  for (std::size_t track = 0; track < evidence.size(); ++track)
    evidence[track].push_back(other.evidence[track][i]);
}

SequenceOrigin SequenceList::located(std::size_t i, const Interval& some, Strand strand) const {
  const SequenceOrigin& origin = origins[i];
  if (origin.strand != Strand::reverse)
    return {origin.record, {origin.bases.begin + some.begin, origin.bases.begin + some.end}, strand};
  return {origin.record,
          {origin.bases.end - some.end, origin.bases.end - some.begin},
          strand == Strand::forward ? Strand::reverse : Strand::forward};
}

SequenceList read_regions(const std::string& bed, const std::string& genome, bool allow_remote) {
  const seqio::Genome contigs(genome, {allow_remote});
  SequenceList list;
  std::set<std::tuple<std::string, std::int64_t, std::int64_t, Strand>> seen;
  for (const auto& [name, region, strand] : input::named_regions({}, bed, contigs.contigs(), allow_remote)) {
    if (!seen.emplace(region.contig, region.interval.begin, region.interval.end, strand).second) continue;
    const bool turned = strand == Strand::reverse;
    std::string bases = contigs.fetch(region.contig, region.interval);
    list.bases.push_back(turned ? reverse_complement(bases) : std::move(bases));
    list.origins.push_back({region.contig, region.interval, turned ? Strand::reverse : Strand::forward});
    list.places.push_back({region.contig, region.interval, ""});
  }
  return list;
}

SequenceList read_sequences(const std::string& path, bool allow_remote) {
  seqio::ReaderOptions options;
  options.allow_remote = allow_remote;
  seqio::RecordReader reader(path, options);
  SequenceList list;
  for (seqio::Record record; reader.read(record);) {
    list.origins.push_back(
        {record.name, {0, static_cast<std::int64_t>(record.bases.size())}, Strand::forward});
    list.places.push_back(place_of(record));
    list.bases.push_back(record.bases);
  }
  check_dna(list, path);
  return list;
}

SequenceList half_of(const SequenceList& list, const std::vector<std::uint8_t>& half, std::uint8_t which) {
  SequenceList some;
  for (std::size_t i = 0; i < list.size(); ++i)
    if (half[i] == which) some.add(list, i);
  return some;
}

}  // namespace motif_discover
