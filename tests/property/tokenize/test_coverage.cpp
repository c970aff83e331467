#include <algorithm>

#include <catch2/catch.hpp>

#include "seqlens/core/random.h"
#include "seqlens/tokenize/base_tokenizer.h"
#include "seqlens/tokenize/bpe_tokenizer.h"
#include "seqlens/tokenize/kmer_tokenizer.h"
#include "seqlens/tokenize/longest_match_tokenizer.h"
#include "seqlens/tokenize/tokenizer_json.h"

using namespace seqlens;
using namespace seqlens::tokenize;

namespace {

constexpr std::uint64_t kSeed = 20261124;
constexpr int kTexts = 300;

std::string random_text(Random& random, std::string_view letters) {
  std::string text(random.below(80), ' ');
  for (char& letter : text) letter = letters[random.below(letters.size())];
  return text;
}

/// Merges that overlap each other in many ways.
BpeTokenizer some_bpe() {
  BpeTokenizer::Settings settings;
  settings.tokens = {"[UNK]", "[CLS]", "[SEP]", "A",  "C",   "G",  "T",  "AA",
                     "AC",    "AAC",   "ACA",   "CG", "ACG", "TT", "TTT"};
  settings.merges = {{3, 3}, {3, 4}, {7, 4}, {8, 3}, {4, 5}, {3, 11}, {6, 6}, {13, 6}};
  settings.before = {1};
  settings.after = {2};
  return {std::move(settings), "test"};
}

std::vector<std::unique_ptr<const Tokenizer>> dna_tokenizers() {
  std::vector<std::unique_ptr<const Tokenizer>> all;
  all.push_back(std::make_unique<BaseTokenizer>());
  all.push_back(std::make_unique<KmerTokenizer>(KmerTokenizer::with_all_kmers(3)));
  all.push_back(std::make_unique<LongestMatchTokenizer>(LongestMatchTokenizer::nucleotide_transformer(3, 2)));
  all.push_back(std::make_unique<LongestMatchTokenizer>(LongestMatchTokenizer::nucleotide_transformer(6, 1)));
  all.push_back(std::make_unique<BpeTokenizer>(some_bpe()));
  return all;
}

/// Ranges in order, none twice, all bases: begins where the last one ended.
void check_covers_once(const Tokens& tokens, std::int64_t length) {
  std::int64_t reached = 0;
  for (const Interval& range : tokens.map) {
    CHECK(range.begin == reached);
    CHECK(range.end >= range.begin);
    reached = range.end;
  }
  CHECK(reached == length);
}

/// Every token that is no special one and not unknown spells the text it covers.
void check_spells(const Tokenizer& tokenizer, const Tokens& tokens, const std::string& text) {
  const auto unknown = tokenizer.find("[UNK]") ? tokenizer.find("[UNK]") : tokenizer.find("<unk>");
  for (std::size_t i = 0; i < tokens.ids.size(); ++i) {
    const Interval range = tokens.map[i];
    if (range.empty() || tokens.ids[i] == unknown) continue;
    const auto begin = static_cast<std::size_t>(range.begin);
    CHECK(tokenizer.token(tokens.ids[i]) == text.substr(begin, static_cast<std::size_t>(range.length())));
  }
}

Tokens in_pieces(const Tokenizer& tokenizer, const std::string& text, Random& random) {
  Tokens tokens;
  const auto stream = tokenizer.stream();
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t length = std::min<std::size_t>(1 + random.below(7), text.size() - begin);
    stream->add(std::string_view(text).substr(begin, length), tokens);
    begin += length;
  }
  stream->finish(tokens);
  return tokens;
}

}  // namespace

TEST_CASE("tokens that do not overlap cover every base exactly once") {
  Random random(kSeed);
  for (const auto& tokenizer : dna_tokenizers()) {
    if (tokenizer->kind() == "kmer") continue;
    for (int i = 0; i < kTexts; ++i) {
      const std::string text = random_text(random, "AACCGGTTN");
      INFO("seed " << kSeed << ", " << tokenizer->kind() << ": " << text);
      const Tokens tokens = tokenizer->encode(text);
      check_covers_once(tokens, static_cast<std::int64_t>(text.size()));
      check_spells(*tokenizer, tokens, text);
    }
  }
}

TEST_CASE("overlapping k-mers are k wide and one step apart") {
  Random random(kSeed);
  for (int k = 1; k <= 6; ++k) {
    const KmerTokenizer tokenizer = KmerTokenizer::with_all_kmers(k);
    for (int i = 0; i < kTexts; ++i) {
      const std::string text = random_text(random, "ACGTACGTNacgt");
      INFO("seed " << kSeed << ", k " << k << ": " << text);
      const Tokens tokens = tokenizer.encode(text);
      const auto length = static_cast<std::int64_t>(text.size());
      REQUIRE(static_cast<std::int64_t>(tokens.ids.size()) == std::max<std::int64_t>(length - k + 1, 0) + 2);
      for (std::size_t t = 1; t + 1 < tokens.ids.size(); ++t) {
        const auto begin = static_cast<std::int64_t>(t) - 1;
        CHECK(tokens.map[t] == Interval{begin, begin + k});
      }
      check_spells(tokenizer, tokens, text);
    }
  }
}

TEST_CASE("a record in pieces gives the tokens of the whole") {
  Random random(kSeed);
  auto tokenizers = dna_tokenizers();
  tokenizers.push_back(std::make_unique<LongestMatchTokenizer>(LongestMatchTokenizer::esm()));
  for (const auto& tokenizer : tokenizers) {
    for (int i = 0; i < kTexts; ++i) {
      const std::string text = random_text(random, "ACGTACGTACGTNRac <mask>");
      INFO("seed " << kSeed << ", " << tokenizer->kind() << ": " << text);
      const Tokens whole = tokenizer->encode(text);
      const Tokens pieces = in_pieces(*tokenizer, text, random);
      CHECK(pieces.ids == whole.ids);
      CHECK(pieces.map == whole.map);
    }
  }
}

TEST_CASE("a long record in pieces is split into the same k-mer pieces") {
  Random random(kSeed);
  const KmerTokenizer tokenizer = KmerTokenizer::with_all_kmers(6);
  for (const std::size_t length : {514U, 515U, 1024U, 1025U, 1026U, 3000U}) {
    const std::string text(length, 'A');
    const Tokens whole = tokenizer.encode(text);
    const std::size_t kmers = length - 5;
    const std::size_t pieces = kmers < 510 ? 1 : kmers / 510 + 1;
    CHECK(whole.ids.size() == kmers + 2 * pieces);
    CHECK(in_pieces(tokenizer, text, random).ids == whole.ids);
  }
}

TEST_CASE("any bytes are tokenised without harm") {
  Random random(kSeed);
  std::string letters;
  for (int byte = 1; byte < 256; ++byte) letters.push_back(static_cast<char>(byte));
  for (const auto& tokenizer : dna_tokenizers()) {
    for (int i = 0; i < kTexts; ++i) {
      const std::string text = random_text(random, letters);
      const Tokens tokens = tokenizer->encode(text);
      REQUIRE(tokens.ids.size() == tokens.map.size());
      for (const std::int32_t id : tokens.ids) CHECK(tokenizer->token(id) != "");
    }
  }
}

TEST_CASE("a tokenizer survives its JSON") {
  Random random(kSeed);
  for (const auto& tokenizer : dna_tokenizers()) {
    const auto stored = tokenizer_from_json(tokenizer->to_json());
    CHECK(stored->to_json() == tokenizer->to_json());
    CHECK(stored->vocabulary_size() == tokenizer->vocabulary_size());
    for (int i = 0; i < kTexts; ++i) {
      const std::string text = random_text(random, "ACGTACGTN a<mask>");
      CHECK(stored->encode(text).ids == tokenizer->encode(text).ids);
    }
  }
}
