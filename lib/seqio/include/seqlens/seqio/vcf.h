#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace seqlens::seqio {

/// One line of a VCF: the columns that say what it is, and the line itself, so that it can be written back as
/// it was.
struct VcfRecord {
  std::string contig;
  std::int64_t position = 0;  ///< of the first base of `reference`, 0-based; -1 for POS 0 (before the contig)
  std::string reference;      ///< REF
  std::vector<std::string> alternatives;  ///< ALT, as written: bases, '*', '<DEL>', ...; empty for '.'
  std::string text;                       ///< the whole line
  std::size_t line = 0;                   ///< 1-based, for error texts
};

/// Reads a VCF (text: plain, gzip or bgzip; "-" is standard input) as a stream, in memory independent of the
/// number of lines and samples.
///
/// @throws InputError naming file and line: no VCF, BCF, no column line, fewer than 8 columns or another
/// number of them than the column line has, a POS that is no number of 0 or more, an empty REF or ALT.
class VcfReader {
 public:
  explicit VcfReader(const std::string& path, bool allow_remote = false);
  ~VcfReader();
  VcfReader(VcfReader&&) noexcept;
  VcfReader& operator=(VcfReader&&) noexcept;

  /// The lines that start with "##", in order.
  [[nodiscard]] const std::vector<std::string>& meta_lines() const;
  /// The line that starts with "#CHROM".
  [[nodiscard]] const std::string& column_line() const;
  /// The next record; false at the end.
  [[nodiscard]] bool read(VcfRecord& record);
  /// How error texts call the file.
  [[nodiscard]] const std::string& name() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A key of the INFO column.
struct VcfInfo {
  std::string id;           ///< letters, digits, '_' and '.'
  std::string number;       ///< "A" (one an ALT), "1", ...
  std::string type;         ///< "Float", "String", ...
  std::string description;  ///< without '"'
};

/// The header with definitions added, the last "##" lines.
/// @param ours  "SL_": keys that begin so are written by us alone, so definitions of an earlier run are left
///              out.
[[nodiscard]] std::string vcf_header(const VcfReader& reader, std::string_view ours,
                                     const std::vector<VcfInfo>& added);

/// The record's line with its line end and keys of INFO set; what an earlier run left of `ours` is gone, also
/// where nothing is set.
/// @param values  key and value; "A" values are separated by commas, '.' stands for a missing one.
[[nodiscard]] std::string with_info(const VcfRecord& record, std::string_view ours,
                                    const std::vector<std::pair<std::string, std::string>>& values);

}  // namespace seqlens::seqio
