#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "seqlens/seqio/record_reader.h"

namespace motif_discover {

/// A stretch of a record.
struct SequencePiece {
  std::string record;
  std::int64_t begin = 0;  ///< of the bases in the record
  bool continues = false;  ///< its first bases are the last ones of the piece before
  std::string bases;
};

/// The records of files as batches of pieces, in bounded memory: long records are cut, with as many bases
/// again as a motif needs that begins before the cut; short ones come together.
class SequencePieces {
 public:
  static constexpr std::size_t kBatchBases = std::size_t{1} << 20;

  /// @param overlap  bases that two pieces of a record share.
  SequencePieces(std::vector<std::string> paths, bool allow_remote, std::size_t overlap);

  /// The next ones, about kBatchBases; empty at the end. @throws InputError as RecordReader.
  std::vector<SequencePiece> next();
  /// Places where a motif of this width lies over letters of ACGT alone, of all that came (one strand).
  [[nodiscard]] std::int64_t places(std::size_t width) const;

 private:
  bool begin_record();
  /// Adds bases of the record to the piece, at most so many. False when the record has ended.
  bool fill(SequencePiece& piece, std::size_t most);
  void count(std::string_view bases);
  void end_run();

  std::vector<std::string> paths_;
  bool allow_remote_;
  std::size_t overlap_;
  std::size_t next_path_ = 0;
  std::optional<seqlens::seqio::RecordReader> reader_;
  std::optional<SequencePiece> rest_;  // what the next piece of the record begins with
  std::int64_t run_ = 0;               // letters of ACGT since the last other one
  std::map<std::int64_t, std::int64_t> runs_;
};

}  // namespace motif_discover
