#include "motif-discover/sequence_pieces.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "seqlens/motif/matrix.h"

namespace motif_discover {

using namespace seqlens;

SequencePieces::SequencePieces(std::vector<std::string> paths, bool allow_remote, std::size_t overlap)
    : paths_(std::move(paths)), allow_remote_(allow_remote), overlap_(overlap) {}

bool SequencePieces::begin_record() {
  seqio::RecordHeader header;
  while (true) {
    if (reader_ && reader_->begin_record(header)) break;
    if (next_path_ == paths_.size()) return false;
    seqio::ReaderOptions options;
    options.allow_remote = allow_remote_;
    reader_.emplace(paths_[next_path_++], options);
  }
  rest_ = SequencePiece{header.name, 0, false, ""};
  return true;
}

void SequencePieces::end_run() {
  if (run_ > 0) ++runs_[run_];
  run_ = 0;
}

void SequencePieces::count(std::string_view bases) {
  for (const char base : bases) {
    if (motif::letter_index(base) < 4) {
      ++run_;
    } else {
      end_run();
    }
  }
}

bool SequencePieces::fill(SequencePiece& piece, std::size_t most) {
  std::size_t filled = piece.bases.size();
  const std::size_t wanted = filled + most;
  piece.bases.resize(wanted);
  std::size_t read = 1;
  while (filled < wanted && read > 0) {
    read = reader_->read_bases(std::span(piece.bases).subspan(filled));
    count(std::string_view(piece.bases).substr(filled, read));
    filled += read;
  }
  piece.bases.resize(filled);
  if (read == 0) end_run();
  return read > 0;
}

std::vector<SequencePiece> SequencePieces::next() {
  std::vector<SequencePiece> pieces;
  for (std::size_t bases = 0; bases < kBatchBases;) {
    if (!rest_ && !begin_record()) break;
    SequencePiece piece = std::move(*rest_);
    rest_.reset();
    const bool goes_on = fill(piece, kBatchBases - bases);
    if (goes_on) {
      const std::size_t kept = std::min(overlap_, piece.bases.size());
      const std::size_t from = piece.bases.size() - kept;
      rest_ = SequencePiece{piece.record, piece.begin + static_cast<std::int64_t>(from), true,
                            piece.bases.substr(from)};
    }
    bases += piece.bases.size();
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

std::int64_t SequencePieces::places(std::size_t width) const {
  std::int64_t places = 0;
  for (const auto& [length, count] : runs_)
    places += count * std::max<std::int64_t>(length - static_cast<std::int64_t>(width) + 1, 0);
  return places;
}

}  // namespace motif_discover
