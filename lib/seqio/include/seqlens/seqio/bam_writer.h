#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "seqlens/seqio/record.h"

namespace seqlens::seqio {

/// An optional field of an alignment: a name of two characters, and an integer ('i'), a float ('f') or text
/// ('Z').
struct Tag {
  std::string name;
  std::variant<std::int64_t, float, std::string> value;
};

/// What the @PG line says.
struct ProgramLine {
  std::string name;
  std::string version;
  std::string command_line;
};

struct BamWriterOptions {
  /// FASTA that CRAM output is compressed against; empty: the CRAM holds the bases itself.
  std::string reference;
  /// Names of the tags that this program writes: what an earlier run left of them goes, also from reads that
  /// get none now.
  std::vector<std::string> own_tags = {};
};

/// Writes alignments back, with tags added. The format follows the name: ".sam", ".cram", otherwise BAM; "-"
/// is BAM on standard output. The file appears under its name only at commit(); a pipe or device is written
/// directly (OutputTarget).
///
/// @throws Error with the path when opening, writing, closing or renaming fails.
class BamWriter {
 public:
  /// @param header   RecordReader::alignment_header() of the input; a @PG line is added to a copy of it.
  BamWriter(const std::string& path, const std::shared_ptr<const AlignmentHeader>& header,
            const ProgramLine& program, const BamWriterOptions& options = {});
  ~BamWriter();
  BamWriter(BamWriter&&) noexcept;
  BamWriter& operator=(BamWriter&&) noexcept;

  /// The read as it was, plus `tags`; a tag of the same name is replaced.
  /// @throws InputError naming the read, when it lies on a contig that the reference of a CRAM lacks.
  /// `alignment.raw` must be set (ReaderOptions::keep_raw) and come from the reader of `header`.
  void write(const Alignment& alignment, std::span<const Tag> tags);

  /// Writes out everything and renames the temporary file over the target.
  void commit();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace seqlens::seqio
