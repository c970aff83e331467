#include "attention-tracks/kept_records.h"

#include <algorithm>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace attention_tracks {

using namespace seqlens;

std::vector<Interval> KeptRecord::shown() const {
  if (!header.selection) return {{header.begin, first_base() + static_cast<std::int64_t>(bases.size())}};
  std::vector<Interval> parts;
  for (const input::SelectedPart& part : header.selection->parts()) parts.push_back(part.tss);
  return parts;
}

bool KeepingSource::begin_record(input::SourceRecord& record) {
  if (!source_.begin_record(record)) return false;
  kept_.records.push_back({record, {}});
  if (record.selection) {
    for (const Interval& part : kept_.records.back().shown()) add_shown(part.length());
  }
  return true;
}

std::size_t KeepingSource::read_bases(std::span<char> out) {
  const std::size_t count = source_.read_bases(out);
  KeptRecord& record = kept_.records.back();
  record.bases.append(out.data(), count);
  if (!record.header.selection) add_shown(static_cast<std::int64_t>(count));
  return count;
}

void KeepingSource::add_shown(std::int64_t bases) {
  kept_.shown_bases += bases;
  if (kept_.shown_bases > most_shown_)
    throw InputError("--report", fmt::format("a page shows at most {} bases, of all records and regions "
                                             "together; choose fewer with --region or --bed",
                                             most_shown_));
}

/// A stretch begins where the windows of the tracks do, whose stride need not be that of this reading.
KeptSource::KeptSource(const KeptRecord& record, std::int64_t stride_bases, std::int64_t flank_bases)
    : header_(record.header) {
  header_.selection.reset();
  const std::int64_t past = header_.begin % stride_bases;
  if (past > 0) header_.begin += stride_bases - past;
  const std::int64_t all_before = header_.begin - record.first_base();
  header_.bases_before = std::min(flank_bases, all_before);
  header_.bases_behind = std::min(flank_bases, record.header.bases_behind);
  left_ = record.bases;
  left_.remove_prefix(std::min(left_.size(), static_cast<std::size_t>(all_before - header_.bases_before)));
  left_.remove_suffix(
      std::min(left_.size(), static_cast<std::size_t>(record.header.bases_behind - header_.bases_behind)));
}

bool KeptSource::begin_record(input::SourceRecord& record) {
  if (begun_) return false;
  begun_ = true;
  record = header_;
  return true;
}

std::size_t KeptSource::read_bases(std::span<char> out) {
  const std::size_t count = left_.copy(out.data(), out.size());
  left_.remove_prefix(count);
  return count;
}

}  // namespace attention_tracks
