#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "seqlens/input/base_source.h"

namespace seqlens::test {

/// Records that are in memory already. The bases are not copied and must outlive the source.
class MemorySource final : public input::BaseSource {
 public:
  using NamedBases = std::pair<std::string, std::string_view>;
  explicit MemorySource(std::vector<NamedBases> records) : records_(std::move(records)) {}

  [[nodiscard]] bool begin_record(input::SourceRecord& record) override {
    if (next_ == records_.size()) return false;
    record.name = records_[next_].first;
    left_ = records_[next_].second;
    ++next_;
    return true;
  }

  [[nodiscard]] std::size_t read_bases(std::span<char> out) override {
    const std::size_t count = left_.copy(out.data(), out.size());
    left_.remove_prefix(count);
    return count;
  }

 private:
  std::vector<NamedBases> records_;
  std::size_t next_ = 0;
  std::string_view left_;
};

}  // namespace seqlens::test
