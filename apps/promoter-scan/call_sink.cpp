#include "promoter-scan/call_sink.h"

#include "seqlens/scan/read_placement.h"
#include "seqlens/seqio/cigar_map.h"

namespace promoter_scan {

using namespace seqlens;

void CallSink::on_windows(const input::SourceRecord& record, std::span<const scan::WindowScore> windows) {
  if (tracks_) tracks_->write(record.name, windows);
}

void CallSink::on_calls(const input::SourceRecord& record, std::span<const scan::Call> calls) {
  for (const scan::Call& call : calls) append(record, call);
}

void CallSink::append(const input::SourceRecord& record, const scan::Call& call) {
  const double probability = settings_.scan_probability.probability(call.logit);
  if (!record.alignment) return format_.append(text_, {record.name, {}, call, probability});
  if (!record.alignment->is_mapped())
    return format_.append(text_, {record.name, record.name, call, probability});
  const auto placed = scan::place_on_reference(call, *record.alignment);
  if (placed) {
    format_.append(text_, {record.alignment->contig, record.name, *placed, probability});
  } else if (seqio::reaches_beyond_contig(*record.alignment)) {
    ++beyond_contig_;
  } else {
    ++unplaced_;
  }
}

void CallSink::on_record_end(const input::SourceRecord& record, std::int64_t bases) {
  if (tracks_) tracks_->end_record(record.name, record.begin + bases);
}

void CallSink::on_batch_end(const scan::ScanCounts&) {
  if (text_.empty()) return;
  output_.write(text_);
  output_.flush();
  text_.clear();
}

}  // namespace promoter_scan
