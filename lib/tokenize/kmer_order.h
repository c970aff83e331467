#pragma once

#include <string>
#include <vector>

namespace seqlens::tokenize {

/// Appends all 4^k k-mers, last letter fastest, in the order A, T, C, G of the published vocabularies.
void append_all_kmers(int k, std::vector<std::string>& tokens);

/// @throws UsageError when k is not 1..longest.
void require_k(int k, int longest);

}  // namespace seqlens::tokenize
