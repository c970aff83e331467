#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "seqlens/input/base_source.h"
#include "seqlens/tokenize/letter_counts.h"

namespace promoter_scan {

/// Passes everything on and counts the letters, to warn of input that is no DNA.
class CountingSource final : public seqlens::input::BaseSource {
 public:
  CountingSource(seqlens::input::BaseSource& source, seqlens::tokenize::LetterCounts& letters)
      : source_(source), letters_(letters) {}

  [[nodiscard]] bool begin_record(seqlens::input::SourceRecord& record) override {
    return source_.begin_record(record);
  }
  [[nodiscard]] std::size_t read_bases(std::span<char> out) override {
    const std::size_t count = source_.read_bases(out);
    letters_.add(std::string_view(out.data(), count));
    return count;
  }

 private:
  seqlens::input::BaseSource& source_;
  seqlens::tokenize::LetterCounts& letters_;
};

}  // namespace promoter_scan
