#include "seqlens/input/piece_reader.h"

#include <algorithm>
#include <utility>

namespace seqlens::input {
namespace {

/// Records a batch may hold: bounds the memory that names and alignments of very short reads take.
constexpr std::size_t kMostPieces = 4096;

}  // namespace

std::optional<std::vector<Piece>> PieceReader::read_batch() {
  std::vector<Piece> batch;
  std::int64_t bases = 0;
  while (bases < sizes_.batch_bases && batch.size() < kMostPieces) {
    auto piece = read_piece();
    if (!piece) break;
    bases += static_cast<std::int64_t>(piece->bases.size());
    batch.push_back(std::move(*piece));
  }
  if (batch.empty()) return std::nullopt;
  return batch;
}

std::optional<Piece> PieceReader::read_piece() {
  const bool first = record_ == nullptr;
  if (first && !begin_record()) return std::nullopt;
  Piece piece{record_, first, false, begin_, sizes_.flank_bases, std::exchange(kept_, {})};
  const auto overlap =
      static_cast<std::size_t>(sizes_.window_bases + 2 * sizes_.flank_bases - sizes_.stride_bases);
  const auto step = static_cast<std::size_t>(sizes_.piece_bases);
  fill(piece.bases, step + overlap + 1);  // one more: tells whether the record goes on
  piece.last = at_end_;
  if (at_end_) {
    record_ = nullptr;
    return piece;
  }
  kept_ = piece.bases.substr(step);
  piece.bases.pop_back();
  begin_ += sizes_.piece_bases;
  return piece;
}

bool PieceReader::begin_record() {
  auto record = std::make_shared<SourceRecord>();
  if (!source_.begin_record(*record)) return false;
  record->number = records_++;
  begin_ = record->begin;
  kept_.assign(static_cast<std::size_t>(sizes_.flank_bases - record->bases_before), 'N');
  n_behind_ = static_cast<std::size_t>(sizes_.flank_bases - record->bases_behind);
  at_end_ = false;
  record_ = std::move(record);
  return true;
}

/// The source's bases, and the N behind them.
std::size_t PieceReader::read(std::span<char> out) {
  const std::size_t got = source_.read_bases(out);
  if (got > 0) return got;
  const std::size_t unknown = std::min(n_behind_, out.size());
  std::ranges::fill(out.first(unknown), 'N');
  n_behind_ -= unknown;
  return unknown;
}

void PieceReader::fill(std::string& bases, std::size_t wanted) {
  std::size_t have = bases.size();
  bases.resize(wanted);
  while (have < wanted) {
    const std::size_t got = read({bases.data() + have, wanted - have});
    at_end_ = got == 0;
    if (at_end_) break;
    have += got;
  }
  bases.resize(have);
}

}  // namespace seqlens::input
