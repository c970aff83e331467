#include "seqlens/seqio/cigar_map.h"

#include <algorithm>

namespace seqlens::seqio {
namespace {

bool consumes_read(char code) {
  return code == 'M' || code == 'I' || code == 'S' || code == '=' || code == 'X';
}
bool consumes_reference(char code) {
  return code == 'M' || code == 'D' || code == 'N' || code == '=' || code == 'X';
}

}  // namespace

std::int64_t cigar_read_length(const Alignment& alignment) {
  std::int64_t bases = 0;
  for (const CigarOperation& operation : alignment.cigar)
    if (consumes_read(operation.code)) bases += operation.length;
  return bases;
}

bool reaches_beyond_contig(const Alignment& alignment) {
  if (!alignment.is_mapped()) return false;
  std::int64_t end = alignment.position;
  for (const CigarOperation& operation : alignment.cigar)
    if (consumes_reference(operation.code)) end += operation.length;
  return end > alignment.contig_length;
}

CigarMap::CigarMap(const Alignment& alignment, std::int64_t read_length)
    : read_length_(read_length), reverse_(alignment.is_reverse()) {
  if (!alignment.is_mapped()) return;
  std::int64_t read = 0;
  std::int64_t reference = alignment.position;
  for (const CigarOperation& operation : alignment.cigar) {
    const bool aligned = consumes_read(operation.code) && consumes_reference(operation.code);
    const std::int64_t length = std::min(operation.length, alignment.contig_length - reference);
    if (aligned && length > 0) blocks_.push_back({read, reference, length});
    if (consumes_read(operation.code)) read += operation.length;
    if (consumes_reference(operation.code)) reference += operation.length;
  }
}

std::optional<std::int64_t> CigarMap::reference_position(std::int64_t offset) const {
  const std::int64_t stored = reverse_ ? read_length_ - 1 - offset : offset;
  const auto after =
      std::upper_bound(blocks_.begin(), blocks_.end(), stored,
                       [](std::int64_t value, const Block& block) { return value < block.read; });
  if (after == blocks_.begin()) return std::nullopt;
  const Block& block = *(after - 1);
  if (stored >= block.read + block.length) return std::nullopt;
  return block.reference + (stored - block.read);
}

std::optional<Interval> CigarMap::reference_interval(const Interval& read_bases) const {
  const Interval stored =
      reverse_ ? Interval{read_length_ - read_bases.end, read_length_ - read_bases.begin} : read_bases;
  const auto first = std::partition_point(blocks_.begin(), blocks_.end(), [&](const Block& block) {
    return block.read + block.length <= stored.begin;
  });
  const auto last =
      std::partition_point(first, blocks_.end(), [&](const Block& block) { return block.read < stored.end; });
  if (first == last || stored.empty()) return std::nullopt;
  const Block& right = *(last - 1);
  return Interval{first->reference + std::max<std::int64_t>(0, stored.begin - first->read),
                  right.reference + std::min(right.length, stored.end - right.read)};
}

std::vector<AlignedBlock> CigarMap::blocks_on(const Interval& reference) const {
  std::vector<AlignedBlock> found;
  auto block = std::partition_point(blocks_.begin(), blocks_.end(), [&](const Block& candidate) {
    return candidate.reference + candidate.length <= reference.begin;
  });
  for (; block != blocks_.end() && block->reference < reference.end; ++block) {
    const Interval cut{std::max(block->reference, reference.begin),
                       std::min(block->reference + block->length, reference.end)};
    const std::int64_t shift = block->read - block->reference;
    Interval read{cut.begin + shift, cut.end + shift};
    if (reverse_) read = {read_length_ - read.end, read_length_ - read.begin};
    found.push_back({read, cut});
  }
  return found;
}

Strand CigarMap::reference_strand(Strand strand) const {
  if (!reverse_ || strand == Strand::unknown) return strand;
  return strand == Strand::forward ? Strand::reverse : Strand::forward;
}

}  // namespace seqlens::seqio
