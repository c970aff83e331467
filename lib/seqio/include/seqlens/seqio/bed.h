#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "seqlens/core/interval.h"
#include "seqlens/seqio/contig_table.h"

namespace seqlens::seqio {

/// One BED line. Columns that the line does not have are empty (strand: unknown).
struct BedRecord {
  std::string contig;
  Interval interval;  ///< BED is 0-based and half-open, as we are
  std::string name;
  std::string score;  ///< as written; BED asks for 0-1000, files hold anything
  Strand strand = Strand::unknown;
  std::vector<std::string> extra;  ///< column 7 and beyond, as written
  std::size_t line = 0;            ///< 1-based, for error texts
};

struct BedOptions {
  /// When set, contigs and ends are checked against it.
  const ContigTable* contigs = nullptr;
  bool allow_remote = false;
};

/// Reads BED3 to BED6 and any further columns; plain, gzip or bgzip; "-" is standard input. Passes over empty
/// lines, '#' comments and "track"/"browser" lines. Columns are separated by tabs. Takes CRLF.
///
/// @throws InputError "peaks.bed:12: end 5 lies before start 9 (columns 2 and 3; BED is 0-based)", and the
/// like.
class BedReader {
 public:
  explicit BedReader(const std::string& path, BedOptions options = {});
  ~BedReader();
  BedReader(BedReader&&) noexcept;
  BedReader& operator=(BedReader&&) noexcept;

  /// The next record; false at the end.
  [[nodiscard]] bool read(BedRecord& record);

  /// The names of the columns, where a comment line before the first record gives them ("#chrom", then
  /// others, separated by tabs); else empty. After read().
  [[nodiscard]] const std::vector<std::string>& column_names() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// All records, in file order.
[[nodiscard]] std::vector<BedRecord> read_bed(const std::string& path, BedOptions options = {});

}  // namespace seqlens::seqio
