#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/core/interval.h"
#include "seqlens/input/base_source.h"

namespace attention_tracks {

/// A record, or a stretch of one, with its bases.
struct KeptRecord {
  seqlens::input::SourceRecord header;
  std::string bases;  ///< those in front of header.begin and behind the end included

  /// Position of bases[0] in the record.
  [[nodiscard]] std::int64_t first_base() const { return header.begin - header.bases_before; }
  /// What is reported: the parts that were selected, or everything.
  [[nodiscard]] std::vector<seqlens::Interval> shown() const;
};

struct KeptRecords {
  std::vector<KeptRecord> records;
  std::int64_t shown_bases = 0;  ///< of them all
};

/// Hands a source's bases on and keeps them, so that what is read once (a pipe, too) can be looked at again.
class KeepingSource final : public seqlens::input::BaseSource {
 public:
  /// @param kept  grows; must outlive this, as the source.
  /// @param most_shown  bases that are reported, of all that is in `kept`.
  KeepingSource(seqlens::input::BaseSource& source, KeptRecords& kept, std::int64_t most_shown)
      : source_(source), kept_(kept), most_shown_(most_shown) {}

  /// @throws InputError when more bases are to be reported than `most_shown`; it names --report.
  [[nodiscard]] bool begin_record(seqlens::input::SourceRecord& record) override;
  [[nodiscard]] std::size_t read_bases(std::span<char> out) override;

 private:
  void add_shown(std::int64_t bases);

  seqlens::input::BaseSource& source_;
  KeptRecords& kept_;
  std::int64_t most_shown_;
};

/// Gives a kept record once more, whole: nothing is selected.
class KeptSource final : public seqlens::input::BaseSource {
 public:
  /// @param stride_bases  windows begin at its multiples, counted from base 0 of the record.
  /// @param flank_bases   that are wanted beside the outermost windows.
  KeptSource(const KeptRecord& record, std::int64_t stride_bases, std::int64_t flank_bases);

  [[nodiscard]] bool begin_record(seqlens::input::SourceRecord& record) override;
  [[nodiscard]] std::size_t read_bases(std::span<char> out) override;

 private:
  seqlens::input::SourceRecord header_;
  std::string_view left_;
  bool begun_ = false;
};

}  // namespace attention_tracks
