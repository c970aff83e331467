#pragma once

#include <cstddef>
#include <vector>

#include "seqlens/cli/progress.h"

#include "seq-embed/batch_job.h"
#include "seq-embed/token_record.h"

namespace seq_embed {

/// Hands records on to the job in batches, which bounds the memory: a batch ends with the record that reaches
/// the wanted number of tokens, or 256 MB of outputs.
class BatchCollector {
 public:
  BatchCollector(BatchJob& job, int batch_tokens, seqlens::cli::Progress& progress)
      : job_(job), batch_tokens_(static_cast<std::size_t>(batch_tokens)), progress_(progress) {}

  void add(TokenRecord record);
  /// What is left of the last batch.
  void finish();

 private:
  void run_batch();

  BatchJob& job_;
  std::size_t batch_tokens_;
  seqlens::cli::Progress& progress_;
  std::vector<TokenRecord> batch_;
  std::size_t tokens_ = 0;  // of the batch so far
  std::size_t floats_ = 0;
};

}  // namespace seq_embed
