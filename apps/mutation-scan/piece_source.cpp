#include "mutation-scan/piece_source.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace mutation_scan {
namespace {

using namespace seqlens;
using mutagenesis::Piece;

class RecordPieces final : public PieceSource {
 public:
  RecordPieces(input::BaseSource& source, const PieceSizes& sizes) : PieceSource(sizes), source_(source) {}

  [[nodiscard]] std::optional<Piece> next() override {
    while (in_record_ || begin_record()) {
      read_to(next_ + sizes_.piece_bases + sizes_.reach);
      if (ended_ && end() < sizes_.shortest_record) {
        ++short_records_;
        in_record_ = false;
      } else if (next_ < end()) {
        return cut();
      } else {
        in_record_ = false;
      }
    }
    return std::nullopt;
  }

 private:
  [[nodiscard]] std::int64_t end() const { return begin_ + static_cast<std::int64_t>(bases_.size()); }

  bool begin_record() {
    if (!source_.begin_record(record_)) return false;
    bases_.clear();
    begin_ = 0;
    next_ = 0;
    ended_ = false;
    return in_record_ = true;
  }

  void read_to(std::int64_t wanted_end) {
    std::array<char, 1 << 14> buffer{};
    while (!ended_ && end() < wanted_end) {
      const std::size_t count = source_.read_bases(buffer);
      bases_.append(buffer.data(), count);
      ended_ = count == 0;
    }
  }

  Piece cut() {
    const Interval wanted{next_, std::min(next_ + sizes_.piece_bases, end())};
    const std::int64_t first = std::max(begin_, wanted.begin - sizes_.reach);
    bases_.erase(0, static_cast<std::size_t>(first - begin_));
    begin_ = first;
    next_ = wanted.end;
    const std::int64_t last = std::min(end(), wanted.end + sizes_.reach);
    return {record_.name, bases_.substr(0, static_cast<std::size_t>(last - begin_)), begin_, wanted};
  }

  input::BaseSource& source_;
  input::SourceRecord record_;
  bool in_record_ = false;
  bool ended_ = false;      // all bases of the record are read
  std::string bases_;       // those still needed
  std::int64_t begin_ = 0;  // position of bases_[0]
  std::int64_t next_ = 0;   // first base that is not given yet
};

class RegionPieces final : public PieceSource {
 public:
  RegionPieces(const seqio::Genome& genome, std::vector<seqio::Region> regions, const PieceSizes& sizes)
      : PieceSource(sizes), genome_(genome), regions_(std::move(regions)) {}

  [[nodiscard]] std::optional<Piece> next() override {
    for (; at_ < regions_.size(); ++at_, given_ = 0) {
      const seqio::Region& region = regions_[at_];
      const std::int64_t length = genome_.contigs().length(region.contig).value_or(0);
      if (length < sizes_.shortest_record) {
        ++short_records_;
      } else if (given_ < region.interval.length()) {
        return cut(region, length);
      }
    }
    return std::nullopt;
  }

 private:
  Piece cut(const seqio::Region& region, std::int64_t length) {
    const std::int64_t begin = region.interval.begin + given_;
    const Interval wanted{begin, std::min(begin + sizes_.piece_bases, region.interval.end)};
    given_ += wanted.length();
    const Interval held{std::max<std::int64_t>(0, wanted.begin - sizes_.reach),
                        std::min(length, wanted.end + sizes_.reach)};
    return {region.contig, genome_.fetch(region.contig, held), held.begin, wanted};
  }

  const seqio::Genome& genome_;
  std::vector<seqio::Region> regions_;
  std::size_t at_ = 0;
  std::int64_t given_ = 0;  // bases of the current region
};

}  // namespace

std::unique_ptr<PieceSource> pieces_of_records(input::BaseSource& source, const PieceSizes& sizes) {
  return std::make_unique<RecordPieces>(source, sizes);
}

std::unique_ptr<PieceSource> pieces_of_regions(const seqio::Genome& genome,
                                               std::vector<seqio::Region> regions, const PieceSizes& sizes) {
  return std::make_unique<RegionPieces>(genome, std::move(regions), sizes);
}

}  // namespace mutation_scan
