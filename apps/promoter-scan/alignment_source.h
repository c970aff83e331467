#pragma once

#include <cstdint>

#include "seqlens/input/base_source.h"
#include "seqlens/seqio/record_reader.h"

namespace promoter_scan {

/// All alignments of a file, so that all of them can be written back; only primary reads show their bases.
class AlignmentSource final : public seqlens::input::BaseSource {
 public:
  /// @param reader  with primary_only off; must outlive the source.
  explicit AlignmentSource(seqlens::seqio::RecordReader& reader) : reader_(reader) {}

  [[nodiscard]] bool begin_record(seqlens::input::SourceRecord& record) override {
    if (!reader_.begin_record(record)) return false;
    hidden_ = !record.alignment->is_primary();
    hidden_records_ += hidden_ ? 1 : 0;
    return true;
  }
  [[nodiscard]] std::size_t read_bases(std::span<char> out) override {
    return hidden_ ? 0 : reader_.read_bases(out);
  }

  /// Secondary and supplementary alignments so far.
  [[nodiscard]] std::uint64_t hidden_records() const { return hidden_records_; }

 private:
  seqlens::seqio::RecordReader& reader_;
  bool hidden_ = false;
  std::uint64_t hidden_records_ = 0;
};

}  // namespace promoter_scan
