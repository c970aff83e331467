#include "model-evaluate/leakage.h"

#include "seqlens/evaluate/kmer_overlap.h"
#include "seqlens/seqio/record_reader.h"

namespace model_evaluate {
namespace {

constexpr int kAuditedKmer = 40;

}  // namespace

std::vector<bool> shared_with_training(std::span<const LabelledRecord> records,
                                       const std::vector<std::string>& training_files) {
  seqlens::evaluate::KmerSet tested(kAuditedKmer), shared(kAuditedKmer);
  for (const auto& record : records) tested.add(record.bases);
  for (const auto& file : training_files) {
    seqlens::seqio::RecordReader reader(file);
    seqlens::seqio::Record training;
    while (reader.read(training)) shared.add_shared(training.bases, tested);
  }
  std::vector<bool> leaked;
  for (const auto& record : records) leaked.push_back(shared.shares_any(record.bases));
  return leaked;
}

}  // namespace model_evaluate
