#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "seqlens/core/interval.h"
#include "seqlens/seqio/record.h"
#include "seqlens/seqio/region.h"

namespace seqlens::input {

/// A part of a record whose calls and window scores are reported: the TSS lies in `tss`, the window starts in
/// `starts`. Regions are told apart by the TSS; shards share the work of a region by the start, which keeps
/// the order of the output.
struct SelectedPart {
  Interval tss;
  Interval starts{0, std::numeric_limits<std::int64_t>::max()};
};

/// What is reported of a record. The neighbours of a part are scanned as well, since they decide whether a
/// window is a call: a region reports exactly those calls of a scan of the whole record whose TSS lies in it.
class Selection {
 public:
  /// @param parts  sorted, their TSS intervals apart.
  explicit Selection(std::vector<SelectedPart> parts) : parts_(std::move(parts)) {}
  /// O(log parts).
  [[nodiscard]] bool contains(std::int64_t window_start, std::int64_t tss) const;
  [[nodiscard]] std::span<const SelectedPart> parts() const { return parts_; }

 private:
  std::vector<SelectedPart> parts_;
};

/// A record, or a stretch of one, about to be scanned.
struct SourceRecord : seqio::RecordHeader {
  std::uint64_t number = 0;  ///< counts the records of this run from 0
  std::int64_t begin = 0;    ///< where in the record the scan begins; a multiple of the scan stride
  /// Bases that the source gives besides, in front of `begin` and behind the end of the scan: flanks of the
  /// outermost windows. What a scorer wants more is N.
  std::int64_t bases_before = 0;
  std::int64_t bases_behind = 0;
  std::optional<Selection> selection;  ///< nothing: everything is reported
  /// Of a record that is a region of a genome: where it lies, and whether it is the other strand.
  std::optional<seqio::Region> place;
  bool reversed = false;
};

/// Where a scan takes its bases from, one record after the other. Not thread-safe.
class BaseSource {
 public:
  virtual ~BaseSource() = default;
  /// Begins the next record, dropping what was not read of the last one; false at the end. Fills all but
  /// `number`.
  [[nodiscard]] virtual bool begin_record(SourceRecord& record) = 0;
  /// The next bases of the record, forward strand; 0 only at its end. `out` is not empty.
  [[nodiscard]] virtual std::size_t read_bases(std::span<char> out) = 0;
};

}  // namespace seqlens::input
