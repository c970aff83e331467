#pragma once

#include "seqlens/input/base_source.h"
#include "seqlens/seqio/record_reader.h"

namespace seqlens::input {

/// All records of a file, whole. The reader must outlive the source.
class ReaderSource final : public BaseSource {
 public:
  explicit ReaderSource(seqio::RecordReader& reader) : reader_(reader) {}

  [[nodiscard]] bool begin_record(SourceRecord& record) override { return reader_.begin_record(record); }
  [[nodiscard]] std::size_t read_bases(std::span<char> out) override { return reader_.read_bases(out); }

 private:
  seqio::RecordReader& reader_;
};

}  // namespace seqlens::input
