#include "seqlens/labelled/excluded_sequences.h"

#include <filesystem>
#include <utility>

#include "seqlens/core/errors.h"
#include "seqlens/seqio/genome.h"
#include "seqlens/seqio/record_reader.h"

namespace seqlens::labelled {

using evaluate::KmerSet;

namespace {

/// Calls visit(bases) for each sequence of a source.
template <class Visit>
void for_each_sequence(const ExcludedSource& source, const Visit& visit) {
  if (source.region.empty()) {
    seqio::RecordReader reader(source.file);
    seqio::Record record;
    while (reader.read(record)) visit(record.bases);
    return;
  }
  const seqio::Genome genome(source.file);
  const auto region = seqio::parse_region(source.region, genome.contigs());
  visit(genome.fetch(region.contig, region.interval));
}

}  // namespace

ExcludedSource locate_excluded(const std::string& text) {
  std::error_code ignored;
  if (std::filesystem::exists(text, ignored)) return {text, {}};
  for (std::size_t colon = text.find(':'); colon != std::string::npos; colon = text.find(':', colon + 1)) {
    std::string file = text.substr(0, colon);
    if (std::filesystem::exists(file, ignored)) return {std::move(file), text.substr(colon + 1)};
  }
  return {};
}

std::vector<ExcludedSource> locate_all_excluded(const std::vector<std::string>& texts) {
  std::vector<ExcludedSource> sources;
  for (const std::string& text : texts) {
    sources.push_back(locate_excluded(text));
    if (sources.back().file.empty())
      throw InputError(text, "no such file, nor FILE:REGION with an existing FILE (--exclude-kmers)");
  }
  return sources;
}

KmerSet shared_kmers(const std::vector<const std::string*>& candidates,
                     const std::vector<ExcludedSource>& sources) {
  KmerSet wanted, shared;
  for (const std::string* bases : candidates) wanted.add(*bases);
  wanted.finish();
  for (const ExcludedSource& source : sources) {
    for_each_sequence(source, [&](const std::string& bases) { wanted.intersect(bases, shared); });
  }
  shared.finish();
  return shared;
}

KmerSet excluded_kmers(const std::vector<ExcludedSource>& sources) {
  KmerSet kmers;
  for (const ExcludedSource& source : sources) {
    for_each_sequence(source, [&](const std::string& bases) { kmers.add(bases); });
  }
  kmers.finish();
  return kmers;
}

std::vector<bool> which_share(const std::vector<const std::string*>& candidates,
                              const std::vector<ExcludedSource>& sources) {
  const KmerSet shared = shared_kmers(candidates, sources);
  std::vector<bool> sharing;
  for (const std::string* bases : candidates) sharing.push_back(shared.shares(*bases));
  return sharing;
}

std::size_t drop_sharing(std::vector<LabelledRecord>& records, const std::vector<ExcludedSource>& sources,
                         bool positives_only) {
  if (sources.empty()) return 0;
  const auto judged = [&](const LabelledRecord& record) { return record.target != 0 || !positives_only; };
  std::vector<const std::string*> candidates;
  for (const LabelledRecord& record : records) {
    if (judged(record)) candidates.push_back(&record.bases);
  }
  const KmerSet shared = shared_kmers(candidates, sources);
  return std::erase_if(
      records, [&](const LabelledRecord& record) { return judged(record) && shared.shares(record.bases); });
}

}  // namespace seqlens::labelled
