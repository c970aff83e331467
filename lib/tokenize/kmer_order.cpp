#include "kmer_order.h"

#include <string_view>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens::tokenize {

void append_all_kmers(int k, std::vector<std::string>& tokens) {
  constexpr std::string_view kLetters = "ATCG";
  const std::size_t count = std::size_t{1} << (2 * k);
  for (std::size_t code = 0; code < count; ++code) {
    std::string kmer(static_cast<std::size_t>(k), 'A');
    for (int i = 0; i < k; ++i) kmer[static_cast<std::size_t>(k - 1 - i)] = kLetters[(code >> (2 * i)) & 3];
    tokens.push_back(std::move(kmer));
  }
}

void require_k(int k, int longest) {
  if (k < 1 || k > longest) throw UsageError(fmt::format("k is {}, expected 1 to {}", k, longest));
}

}  // namespace seqlens::tokenize
