#include "seqlens/input/region_source.h"

#include <algorithm>
#include <utility>

#include "seqlens/core/dna.h"

#include "genome_cursor.h"

namespace seqlens::input {

struct RegionSource::State {
  GenomeCursor cursor;
  const seqio::Genome& genome;
  std::vector<RegionStretch> stretches;
  std::int64_t flank_bases;
  std::size_t next = 0;
};

RegionSource::RegionSource(const seqio::Genome& genome, std::vector<RegionStretch> stretches,
                           std::int64_t flank_bases)
    : state_(new State{GenomeCursor(genome), genome, std::move(stretches), flank_bases}) {}
RegionSource::~RegionSource() = default;

bool RegionSource::begin_record(SourceRecord& record) {
  if (state_->next == state_->stretches.size()) return false;
  const RegionStretch& stretch = state_->stretches[state_->next++];
  record.name = stretch.contig;
  record.begin = stretch.bases.begin;
  record.selection = Selection(stretch.parts);
  const std::int64_t contig_bases = state_->genome.contigs().length(stretch.contig).value();
  record.bases_before = std::min(state_->flank_bases, stretch.bases.begin);
  record.bases_behind = std::min(state_->flank_bases, contig_bases - stretch.bases.end);
  state_->cursor.open(stretch.contig,
                      {stretch.bases.begin - record.bases_before, stretch.bases.end + record.bases_behind});
  return true;
}

std::size_t RegionSource::read_bases(std::span<char> out) {
  return state_->cursor.read(out);
}

std::vector<NamedRegion> records_of_shard(std::vector<NamedRegion> records, const Shard& shard) {
  std::int64_t total = 0;
  for (const NamedRegion& record : records) total += record.region.interval.length();
  const Interval mine = shard.part(total);
  std::vector<NamedRegion> result;
  std::int64_t laid = 0;
  for (NamedRegion& record : records) {
    const std::int64_t first = laid;
    laid += record.region.interval.length();
    const bool trails = first == total && shard.index == shard.count;  // without a base
    if (mine.contains(first) || trails) result.push_back(std::move(record));
  }
  return result;
}

struct RegionRecordSource::State {
  const seqio::Genome& genome;
  std::vector<NamedRegion> records;
  GenomeCursor cursor{genome};
  std::size_t next = 0;
  bool reversed = false;
  std::string bases = {};  // of a reversed record
  std::size_t used = 0;
};

RegionRecordSource::RegionRecordSource(const seqio::Genome& genome, std::vector<NamedRegion> records)
    : state_(new State{genome, std::move(records)}) {}
RegionRecordSource::~RegionRecordSource() = default;

bool RegionRecordSource::begin_record(SourceRecord& record) {
  State& state = *state_;
  if (state.next == state.records.size()) return false;
  const NamedRegion& next = state.records[state.next++];
  state.reversed = next.strand == Strand::reverse;
  record.name = next.name;
  record.place = next.region;
  record.reversed = state.reversed;
  if (state.reversed) {
    state.bases = reverse_complement(state.genome.fetch(next.region.contig, next.region.interval));
    state.used = 0;
  } else {
    state.cursor.open(next.region.contig, next.region.interval);
  }
  return true;
}

std::size_t RegionRecordSource::read_bases(std::span<char> out) {
  State& state = *state_;
  if (!state.reversed) return state.cursor.read(out);
  const std::size_t count = state.bases.copy(out.data(), out.size(), state.used);
  state.used += count;
  return count;
}

}  // namespace seqlens::input
