#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "seqlens/core/interval.h"
#include "seqlens/seqio/contig_table.h"

#include "block_index.h"
#include "fasta_index.h"
#include "hts_handles.h"

namespace seqlens::seqio {

/// A FASTA (plain or bgzip) with the index found beside it or built in memory. Not thread-safe.
class IndexedFasta {
 public:
  /// @throws as Genome.
  IndexedFasta(const std::string& path, bool allow_remote);

  [[nodiscard]] const FastaIndex& index() const { return index_; }
  [[nodiscard]] ContigTable contigs() const;
  [[nodiscard]] const std::string& path() const { return path_; }
  /// The index was found beside the file (and not built here).
  [[nodiscard]] bool index_is_beside() const { return index_is_beside_; }
  [[nodiscard]] bool is_compressed() const { return bgzf_->is_compressed; }

  /// `interval` must lie inside the contig.
  [[nodiscard]] std::string fetch(const FastaIndexEntry& entry, const Interval& interval);

  /// Writes "<stem>.fai" and, when compressed, "<stem>.gzi". @throws Error when that fails.
  void write_index(const std::string& stem) const;

 private:
  void check_content();
  [[nodiscard]] bool load_index_beside(bool allow_remote);
  void build_index(bool allow_remote);
  [[nodiscard]] bool index_fits();
  [[nodiscard]] bool begins_there(std::size_t contig);
  [[nodiscard]] bool has_plain_lines(const FastaIndexEntry& entry);
  [[nodiscard]] bool ends_there(const FastaIndexEntry& last);
  [[nodiscard]] bool seek(std::int64_t offset);
  [[nodiscard]] std::string read_bytes(std::int64_t offset, std::size_t count);

  std::string path_;
  Bgzf bgzf_;
  FastaIndex index_;
  std::optional<BlockIndex> blocks_;  // of the index beside the file; of one built here bgzf_ knows them
  bool index_is_beside_ = false;
};

}  // namespace seqlens::seqio
