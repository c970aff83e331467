#include "seqlens/evaluate/kmer_set.h"

#include <algorithm>
#include <bit>

#include "base_code.h"

namespace seqlens::evaluate {
namespace {

// A 40-mer is 80 bits: its first and its last 20 bases in 40 bits each.
constexpr std::uint64_t half_mask = (1ULL << 40U) - 1;

std::uint64_t mix(std::uint64_t x) {  // finaliser of splitmix64
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31U);
}

struct Packed {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  auto operator<=>(const Packed&) const = default;
};

std::uint64_t hash(const Packed& forward, const Packed& reverse) {
  const Packed& canonical = std::min(forward, reverse);
  return mix(canonical.first * 0x9e3779b97f4a7c15ULL + mix(canonical.last));
}

/// visit(hash, end of the 40-mer in `bases`) for each 40-mer; stops when it returns false.
template <class Visit>
void for_each_kmer(std::string_view bases, const Visit& visit) {
  Packed forward, reverse;
  int known = 0;
  for (std::size_t i = 0; i < bases.size(); ++i) {
    const int code = base_code(bases[i]);
    if (code < 0) {
      known = 0;
      continue;
    }
    const auto base = static_cast<std::uint64_t>(code);
    forward.first = ((forward.first << 2U) | (forward.last >> 38U)) & half_mask;
    forward.last = ((forward.last << 2U) | base) & half_mask;
    reverse.last = (reverse.last >> 2U) | ((reverse.first & 3U) << 38U);
    reverse.first = (reverse.first >> 2U) | ((3 - base) << 38U);
    if (++known >= KmerSet::k && !visit(hash(forward, reverse), i + 1)) return;
  }
}

}  // namespace

void KmerSet::add(std::string_view bases) {
  for_each_kmer(bases, [&](std::uint64_t value, std::size_t /*end*/) {
    hashes_.push_back(value);
    return true;
  });
}

void KmerSet::finish() {
  std::ranges::sort(hashes_);
  hashes_.erase(std::unique(hashes_.begin(), hashes_.end()), hashes_.end());
  filter_.assign(std::bit_ceil(hashes_.size() / 4 + 1), 0);  // 16 bits a 40-mer or more
  const std::uint64_t bits = filter_.size() * 64 - 1;
  for (const std::uint64_t value : hashes_) filter_[(value & bits) / 64] |= 1ULL << (value & 63U);
}

bool KmerSet::contains(std::uint64_t value) const {
  const std::uint64_t bits = filter_.size() * 64 - 1;
  if ((filter_[(value & bits) / 64] >> (value & 63U) & 1U) == 0) return false;
  return std::ranges::binary_search(hashes_, value);
}

bool KmerSet::shares(std::string_view bases) const {
  bool found = false;
  if (hashes_.empty()) return false;
  for_each_kmer(bases, [&](std::uint64_t value, std::size_t /*end*/) {
    found = contains(value);
    return !found;
  });
  return found;
}

std::vector<Interval> KmerSet::shared_stretches(std::string_view bases) const {
  std::vector<Interval> stretches;
  if (hashes_.empty()) return stretches;
  for_each_kmer(bases, [&](std::uint64_t value, std::size_t end) {
    if (!contains(value)) return true;
    const Interval covered{static_cast<std::int64_t>(end) - k, static_cast<std::int64_t>(end)};
    if (stretches.empty() || covered.begin > stretches.back().end) {
      stretches.push_back(covered);
    } else {
      stretches.back().end = covered.end;
    }
    return true;
  });
  return stretches;
}

void KmerSet::intersect(std::string_view bases, KmerSet& found) const {
  if (hashes_.empty()) return;
  for_each_kmer(bases, [&](std::uint64_t value, std::size_t /*end*/) {
    if (contains(value)) found.hashes_.push_back(value);
    return true;
  });
}

}  // namespace seqlens::evaluate
