#include "seq-embed/batch_collector.h"

#include <utility>

namespace seq_embed {

void BatchCollector::add(TokenRecord record) {
  tokens_ += record.tokens();
  floats_ += job_.floats_held(record);
  batch_.push_back(std::move(record));
  if (tokens_ >= batch_tokens_ || floats_ >= kMostFloats) run_batch();
}

void BatchCollector::finish() {
  if (!batch_.empty()) run_batch();
  job_.finish();
}

void BatchCollector::run_batch() {
  job_.run(batch_);
  batch_.clear();
  progress_.advance(std::exchange(tokens_, 0));
  floats_ = 0;
}

}  // namespace seq_embed
