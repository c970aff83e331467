#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "seqlens/scan/base_source.h"

namespace seqlens::scan {

/// Records that are in memory already. The bases are not copied and must outlive the source.
class MemorySource final : public BaseSource {
 public:
  using NamedBases = std::pair<std::string, std::string_view>;
  explicit MemorySource(std::vector<NamedBases> records) : records_(std::move(records)) {}

  [[nodiscard]] bool begin_record(SourceRecord& record) override;
  [[nodiscard]] std::size_t read_bases(std::span<char> out) override;

 private:
  std::vector<NamedBases> records_;
  std::size_t next_ = 0;
  std::string_view left_;
};

}  // namespace seqlens::scan
