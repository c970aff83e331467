#include <algorithm>
#include <chrono>
#include <map>

#include <catch2/catch.hpp>

#include "seqlens/core/random.h"
#include "seqlens/tokenize/bpe_tokenizer.h"

using namespace seqlens;
using namespace seqlens::tokenize;

namespace {

constexpr std::uint64_t kSeed = 7;

/// Random merges over the letters ACGT: each joins two tokens made so far.
BpeTokenizer::Settings random_settings(Random& random) {
  BpeTokenizer::Settings settings;
  settings.tokens = {"[UNK]", "A", "C", "G", "T"};
  for (int i = 0; i < 30; ++i) {
    const auto left = static_cast<std::int32_t>(1 + random.below(settings.tokens.size() - 1));
    const auto right = static_cast<std::int32_t>(1 + random.below(settings.tokens.size() - 1));
    const std::string joined =
        settings.tokens[static_cast<std::size_t>(left)] + settings.tokens[static_cast<std::size_t>(right)];
    if (joined.size() > 8) continue;
    settings.merges.emplace_back(left, right);
    if (std::find(settings.tokens.begin(), settings.tokens.end(), joined) == settings.tokens.end())
      settings.tokens.push_back(joined);
  }
  return settings;
}

/// The definition: again and again, the pair of the lowest rank, the leftmost of equals. Quadratic.
std::vector<std::string> merged_by_definition(const BpeTokenizer::Settings& settings,
                                              const std::string& text) {
  std::map<std::pair<std::string, std::string>, std::size_t> ranks;
  for (std::size_t rank = 0; rank < settings.merges.size(); ++rank) {
    const auto& [left, right] = settings.merges[rank];
    ranks[{settings.tokens[static_cast<std::size_t>(left)],
           settings.tokens[static_cast<std::size_t>(right)]}] = rank;
  }
  std::vector<std::string> parts;
  for (const char letter : text) parts.emplace_back(1, letter);
  while (true) {
    std::size_t best = parts.size();
    std::size_t best_rank = settings.merges.size();
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
      const auto found = ranks.find({parts[i], parts[i + 1]});
      if (found == ranks.end() || found->second >= best_rank) continue;
      best = i;
      best_rank = found->second;
    }
    if (best == parts.size()) return parts;
    parts[best] += parts[best + 1];
    parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(best) + 1);
  }
}

std::vector<std::string> tokens_of(const BpeTokenizer& tokenizer, const std::string& text) {
  std::vector<std::string> texts;
  for (const std::int32_t id : tokenizer.encode(text).ids) texts.emplace_back(tokenizer.token(id));
  return texts;
}

std::string random_dna(Random& random, std::size_t length) {
  std::string text(length, 'A');
  for (char& letter : text) letter = "ACGT"[random.below(4)];
  return text;
}

}  // namespace

TEST_CASE("merges with a heap are the merges of the definition") {
  Random random(kSeed);
  for (int round = 0; round < 200; ++round) {
    const BpeTokenizer::Settings settings = random_settings(random);
    const BpeTokenizer tokenizer(settings, "test");
    const std::string text = random_dna(random, random.below(60));
    INFO("seed " << kSeed << ", round " << round << ": " << text);
    CHECK(tokens_of(tokenizer, text) == merged_by_definition(settings, text));
  }
}

TEST_CASE("a million letters are merged in seconds") {
  Random random(kSeed);
  const BpeTokenizer tokenizer(random_settings(random), "test");
  for (const std::string& text : {random_dna(random, 1000000), std::string(1000000, 'A')}) {
    const auto begin = std::chrono::steady_clock::now();
    CHECK(tokenizer.encode(text).map.back().end == 1000000);
    // Quadratic work would be 10^12 steps; the bound leaves room for sanitizers and a loaded machine.
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(60));
  }
}
