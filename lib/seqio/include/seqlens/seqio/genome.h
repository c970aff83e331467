#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "seqlens/core/interval.h"
#include "seqlens/seqio/contig_table.h"

namespace seqlens::seqio {

struct GenomeOptions {
  bool allow_remote = false;
};

/// Random access to an indexed FASTA, plain or bgzip.
///
/// Uses "x.fa.fai" (and "x.fa.gz.gzi") beside the file when they are there, are not older than the file and
/// fit it: offsets in order, and the lines around the start of each contig (of 4,096, where there are
/// more) and the ends of each bgzip block (of 65,536) found where they say; otherwise builds an index in
/// memory (one pass over the file). Never writes beside the user's file.
///
/// Thread-safe: fetch() may be called from several threads; calls are serialised by a mutex. One Genome a
/// thread is faster.
///
/// @throws InputError: cannot open; not FASTA; plain gzip (says to recompress with bgzip or to decompress);
/// two
///         contigs of one name; lines of uneven length inside a contig (file and line).
class Genome {
 public:
  explicit Genome(const std::string& path, GenomeOptions options = {});
  ~Genome();
  Genome(Genome&&) noexcept;
  Genome& operator=(Genome&&) noexcept;

  [[nodiscard]] const ContigTable& contigs() const;
  [[nodiscard]] const std::string& path() const;

  /// The letters as in the file (soft-masking kept); exactly interval.length() of them.
  /// @throws InputError for an unknown contig or an interval not inside it.
  [[nodiscard]] std::string fetch(std::string_view contig, const Interval& interval) const;
  /// The whole contig.
  [[nodiscard]] std::string fetch(std::string_view contig) const;

  /// Bases of `interval`, with 'N' for what lies outside the contig (for windows and flanks near its ends).
  /// @throws InputError for an unknown contig.
  [[nodiscard]] std::string fetch_padded(std::string_view contig, const Interval& interval) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace seqlens::seqio
