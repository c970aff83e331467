#include "seqlens/scan/memory_source.h"

namespace seqlens::scan {

bool MemorySource::begin_record(SourceRecord& record) {
  if (next_ == records_.size()) return false;
  record.name = records_[next_].first;
  left_ = records_[next_].second;
  ++next_;
  return true;
}

std::size_t MemorySource::read_bases(std::span<char> out) {
  const std::size_t count = left_.copy(out.data(), out.size());
  left_.remove_prefix(count);
  return count;
}

}  // namespace seqlens::scan
