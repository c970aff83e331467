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
void for_each_sequence(const std::string& text, const Visit& visit) {
  const ExcludedSource source = locate_excluded(text);
  if (source.file.empty()) {
    throw seqlens::InputError(text, "no such file, nor FILE:REGION with an existing FILE (--exclude-kmers)");
  }
  if (source.region.empty()) {
    seqlens::seqio::RecordReader reader(source.file);
    seqlens::seqio::Record record;
    while (reader.read(record)) visit(record.bases);
    return;
  }
  const seqlens::seqio::Genome genome(source.file);
  const auto region = seqlens::seqio::parse_region(source.region, genome.contigs());
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
