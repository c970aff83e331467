#include "model-train/exclusion.h"

#include <filesystem>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/seqio/genome.h"
#include "seqlens/seqio/record_reader.h"

namespace model_train {

using seqlens::evaluate::KmerSet;

namespace {

/// Calls visit(bases) for each excluded sequence of a source.
template <class Visit>
void for_each_sequence(const std::string& source, const Visit& visit) {
  std::error_code ignored;
  if (std::filesystem::exists(source, ignored)) {
    seqlens::seqio::RecordReader reader(source);
    seqlens::seqio::Record record;
    while (reader.read(record)) visit(record.bases);
    return;
  }
  for (std::size_t colon = source.find(':'); colon != std::string::npos;
       colon = source.find(':', colon + 1)) {
    const std::string file = source.substr(0, colon);
    if (!std::filesystem::exists(file, ignored)) continue;
    const seqlens::seqio::Genome genome(file);
    const auto region = seqlens::seqio::parse_region(source.substr(colon + 1), genome.contigs());
    visit(genome.fetch(region.contig, region.interval));
    return;
  }
  throw seqlens::InputError(source, "no such file, nor FILE:REGION with an existing FILE (--exclude-kmers)");
}

}  // namespace

KmerSet shared_kmers(const std::vector<const std::string*>& candidates,
                     const std::vector<std::string>& excluded) {
  KmerSet wanted, shared;
  for (const std::string* bases : candidates) wanted.add(*bases);
  wanted.finish();
  for (const std::string& source : excluded) {
    for_each_sequence(source, [&](const std::string& bases) { wanted.intersect(bases, shared); });
  }
  shared.finish();
  return shared;
}

KmerSet excluded_kmers(const std::vector<std::string>& excluded) {
  KmerSet kmers;
  for (const std::string& source : excluded) {
    for_each_sequence(source, [&](const std::string& bases) { kmers.add(bases); });
  }
  kmers.finish();
  return kmers;
}

std::size_t drop_sharing(std::vector<LabelledRecord>& records, const std::vector<std::string>& excluded,
                         bool positives_only) {
  if (excluded.empty()) return 0;
  const auto judged = [&](const LabelledRecord& record) { return record.target != 0 || !positives_only; };
  std::vector<const std::string*> candidates;
  for (const LabelledRecord& record : records) {
    if (judged(record)) candidates.push_back(&record.bases);
  }
  const KmerSet shared = shared_kmers(candidates, excluded);
  return std::erase_if(
      records, [&](const LabelledRecord& record) { return judged(record) && shared.shares(record.bases); });
}

}  // namespace model_train
