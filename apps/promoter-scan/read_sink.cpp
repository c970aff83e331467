#include "promoter-scan/read_sink.h"

namespace promoter_scan {

using namespace seqlens;

void ReadSink::on_windows(const input::SourceRecord&, std::span<const scan::WindowScore> windows) {
  finder_.add(windows);
}

void ReadSink::on_record_end(const input::SourceRecord& record, std::int64_t bases) {
  const auto score = finder_.take();
  without_score_ += score ? 0 : 1;
  writer_.write(*record.alignment, score ? tags_of(*score, bases) : std::vector<seqio::Tag>());
}

std::vector<seqio::Tag> ReadSink::tags_of(const scan::RecordScore& score, std::int64_t bases) {
  const double probability = record_probability(score, curve_, prior_);
  const std::int64_t tss = scored_.tss({score.window_start, score.strand, 0});
  std::vector<seqio::Tag> tags{{"pl", static_cast<float>(score.logit)},
                               {"pp", static_cast<float>(probability)},
                               {"ps", std::string(1, to_char(score.strand))}};
  // A read much shorter than a window may end before the TSS's place in it.
  if (tss >= 0 && tss < bases) tags.push_back({"pt", tss});
  return tags;
}

}  // namespace promoter_scan
