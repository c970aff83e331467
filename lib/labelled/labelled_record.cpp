#include "seqlens/labelled/labelled_record.h"

#include <utility>

#include <fmt/format.h>

#include "seqlens/core/dna.h"
#include "seqlens/core/errors.h"
#include "seqlens/seqio/bed.h"
#include "seqlens/seqio/record_reader.h"

namespace seqlens::labelled {

using seqio::Region;

std::optional<Region> LabelledRecord::locus() const {
  if (origin.contig.empty()) return std::nullopt;
  return Region{origin.contig, origin.interval};
}

std::string group_of(const seqio::RecordOrigin& origin) {
  return origin.cluster.empty() ? origin.contig : origin.cluster;
}

seqio::RecordOrigin origin_in_header(const seqio::Record& record) {
  return seqio::parse_origin(record.name + " " + record.description);
}

std::vector<LabelledRecord> read_labelled_fasta(const std::string& file, int target) {
  seqio::RecordReader reader(file);
  seqio::Record record;
  std::vector<LabelledRecord> records;
  while (reader.read(record)) {
    seqio::RecordOrigin origin = origin_in_header(record);
    std::string group = group_of(origin);
    records.push_back(
        {reader.place(), record.name, record.bases, target, std::move(group), std::move(origin)});
  }
  return records;
}

std::vector<LabelledRecord> read_some_labelled_fasta(const std::string& file, int target) {
  auto records = read_labelled_fasta(file, target);
  if (records.empty()) throw InputError(file, "there is no record in it");
  return records;
}

std::vector<LabelledRecord> read_labelled_bed(const std::string& file, int target, const GenomeSet& genome) {
  std::vector<LabelledRecord> records;
  for (const auto& line : seqio::read_bed(file, {.contigs = &genome.contigs()})) {
    std::string bases = genome.fetch({line.contig, line.interval});
    if (line.strand == Strand::reverse) bases = reverse_complement(bases);
    records.push_back({fmt::format("{}:{}", file, line.line),
                       line.name,
                       std::move(bases),
                       target,
                       line.contig,
                       {{}, line.contig, line.interval}});
  }
  if (records.empty()) throw InputError(file, "there is no interval in it");
  return records;
}

std::vector<std::string> bases_of(const std::vector<LabelledRecord>& records) {
  std::vector<std::string> bases;
  for (const LabelledRecord& record : records) bases.push_back(record.bases);
  return bases;
}

}  // namespace seqlens::labelled
