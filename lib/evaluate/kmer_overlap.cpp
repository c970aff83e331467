#include "seqlens/evaluate/kmer_overlap.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

#include "base_code.h"

namespace seqlens::evaluate {
namespace {

__extension__ using Code = unsigned __int128;  // two bits a base, 64 bases

// Finaliser of MurmurHash3: a bijection in which every input bit moves every output bit.
std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 33)) * 0xff51afd7ed558ccdULL;
  x = (x ^ (x >> 33)) * 0xc4ceb9fe1a85ec53ULL;
  return x ^ (x >> 33);
}

std::uint64_t hash_of(Code code) {
  const auto hash = mix(static_cast<std::uint64_t>(code) + mix(static_cast<std::uint64_t>(code >> 64) + 1));
  return hash == 0 ? 1 : hash;  // 0 marks a free slot
}

// Calls visit(hash of the smaller of k-mer and reverse complement) at each position until it returns
// false.
template <class Visit>
void for_each_canonical(std::string_view sequence, int k, const Visit& visit) {
  const Code mask = k == 64 ? ~Code{0} : (Code{1} << (2 * k)) - 1;
  Code forward = 0, reverse = 0;
  int valid = 0;
  for (const char letter : sequence) {
    const int base = base_code(letter);
    valid = base < 0 ? 0 : valid + 1;
    const auto bits = static_cast<Code>(base < 0 ? 0 : base);
    forward = ((forward << 2) | bits) & mask;
    reverse = (reverse >> 2) | ((3 - bits) << (2 * (k - 1)));
    if (valid >= k && !visit(hash_of(std::min(forward, reverse)))) return;
  }
}

}  // namespace

KmerSet::KmerSet(int k) : k_(k), slots_(1024, 0) {
  if (k < 1 || k > 64) throw Error(fmt::format("k-mer length {}: expected 1 to 64", k));
}

void KmerSet::add(std::string_view sequence) {
  for_each_canonical(sequence, k_, [&](std::uint64_t hash) {
    insert(hash);
    return true;
  });
}

void KmerSet::add_shared(std::string_view sequence, const KmerSet& filter) {
  for_each_canonical(sequence, k_, [&](std::uint64_t hash) {
    if (filter.contains(hash)) insert(hash);
    return true;
  });
}

std::size_t KmerSet::shared_positions(std::string_view sequence) const {
  std::size_t shared = 0;
  for_each_canonical(sequence, k_, [&](std::uint64_t hash) {
    shared += contains(hash);
    return true;
  });
  return shared;
}

bool KmerSet::shares_any(std::string_view sequence) const {
  bool found = false;
  for_each_canonical(sequence, k_, [&](std::uint64_t hash) {
    found = contains(hash);
    return !found;
  });
  return found;
}

bool KmerSet::contains(std::uint64_t hash) const {
  for (std::size_t slot = hash & (slots_.size() - 1); slots_[slot] != 0;
       slot = (slot + 1) & (slots_.size() - 1)) {
    if (slots_[slot] == hash) return true;
  }
  return false;
}

void KmerSet::insert(std::uint64_t hash) {
  if (2 * (count_ + 1) > slots_.size()) grow();
  std::size_t slot = hash & (slots_.size() - 1);
  while (slots_[slot] != 0 && slots_[slot] != hash) slot = (slot + 1) & (slots_.size() - 1);
  count_ += slots_[slot] == 0;
  slots_[slot] = hash;
}

void KmerSet::grow() {
  const auto old = std::exchange(slots_, std::vector<std::uint64_t>(2 * slots_.size(), 0));
  count_ = 0;
  for (const auto hash : old) {
    if (hash != 0) insert(hash);
  }
}

}  // namespace seqlens::evaluate
