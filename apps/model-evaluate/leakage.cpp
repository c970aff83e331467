#include "model-evaluate/leakage.h"

#include "seqlens/evaluate/kmer_set.h"
#include "seqlens/seqio/record_reader.h"

namespace model_evaluate {

std::vector<bool> shared_with_training(std::span<const LabelledRecord> records,
                                       const std::vector<std::string>& training_files) {
  seqlens::evaluate::KmerSet tested, shared;
  for (const auto& record : records) tested.add(record.bases);
  tested.finish();
  for (const auto& file : training_files) {
    seqlens::seqio::RecordReader reader(file);
    seqlens::seqio::Record training;
    while (reader.read(training)) tested.intersect(training.bases, shared);
  }
  shared.finish();
  std::vector<bool> leaked;
  for (const auto& record : records) leaked.push_back(shared.shares(record.bases));
  return leaked;
}

}  // namespace model_evaluate
