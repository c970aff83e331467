#include <string>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/tokenize/base_tokenizer.h"
#include "seqlens/tokenize/kmer_tokenizer.h"
#include "seqlens/tokenize/longest_match_tokenizer.h"

#include "seq-embed/piece_cutter.h"
#include "support/tiny_promoter_model.h"
#include "support/tiny_protein_model.h"

using namespace seqlens;
using namespace seq_embed;
using tokenize::Tokens;

namespace {

constexpr std::int32_t kCls = 0, kEos = 2;

model::EncoderConfig dnabert_config() {
  model::EncoderConfig config;
  config.positions = model::Positions::learned;
  config.max_positions = 512;
  return config;
}

}  // namespace

TEST_CASE("a long protein becomes equal pieces between its special tokens") {
  const auto tokenizer = tokenize::LongestMatchTokenizer::esm();
  const PieceCutter cutter(test::tiny_protein_config(), tokenizer, 8);
  const Tokens whole = tokenizer.encode("MKVLEDGHIRSTAPY");  // 15 residues: 6 fit between the special tokens
  const auto pieces = cutter.pieces(whole);
  REQUIRE(pieces.size() == 1);
  CHECK(cutter.fit(pieces) == Fit::too_long);
  const auto parts = cutter.split(pieces);
  REQUIRE(parts.size() == 3);
  CHECK(cutter.fit(parts) == Fit::fits);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(parts[i].ids.size() == 7);
    CHECK(parts[i].ids.front() == kCls);
    CHECK(parts[i].ids.back() == kEos);
    CHECK(parts[i].map.front() ==
          Interval{static_cast<std::int64_t>(5 * i), static_cast<std::int64_t>(5 * i)});
    CHECK(parts[i].map.back().empty());
  }
}

TEST_CASE("splitting loses no token and adds none at any length") {
  const auto tokenizer = tokenize::LongestMatchTokenizer::esm();
  const PieceCutter cutter(test::tiny_protein_config(), tokenizer, std::nullopt);
  REQUIRE(cutter.longest() == 32U);
  for (std::size_t length = 1; length <= 200; ++length) {
    INFO(length);
    const Tokens whole = tokenizer.encode(std::string(length, 'K'));
    std::int64_t next = 0;
    for (const Tokens& part : cutter.split(cutter.pieces(whole))) {
      REQUIRE(part.ids.size() <= 32);
      for (std::size_t t = 1; t + 1 < part.ids.size(); ++t) {
        REQUIRE(part.ids[t] == whole.ids[1]);
        REQUIRE(part.map[t] == Interval{next, next + 1});
        ++next;
      }
    }
    REQUIRE(next == static_cast<std::int64_t>(length));
  }
}

TEST_CASE("pieces that DNABERT's tokenizer makes are taken apart") {
  const auto tokenizer = tokenize::KmerTokenizer::with_all_kmers(6);
  const PieceCutter cutter(dnabert_config(), tokenizer, std::nullopt);
  for (const auto& [letters, sizes] : {std::pair<std::size_t, std::vector<std::size_t>>{514, {511}},
                                       {515, {512, 2}},
                                       {1100, {512, 512, 77}}}) {
    INFO(letters);
    const auto pieces = cutter.pieces(tokenizer.encode(std::string(letters, 'A')));
    std::vector<std::size_t> got;
    for (const Tokens& piece : pieces) got.push_back(piece.ids.size());
    CHECK(got == sizes);
    CHECK(cutter.fit(pieces) == Fit::fits);
  }
}

TEST_CASE("the longest piece is what positions and window allow") {
  const tokenize::BaseTokenizer base;
  model::EncoderConfig config;
  CHECK_FALSE(PieceCutter(config, base, std::nullopt).longest());
  config.max_positions = 66;
  config.position_offset = 2;
  CHECK(PieceCutter(config, base, std::nullopt).longest() == 64U);
  config.position_offset = 0;
  config.stem = {{8, 5, 2, true}, {16, 5, 2, true}};
  const auto longest = static_cast<int>(PieceCutter(config, base, std::nullopt).longest().value());
  CHECK(config.encoder_positions(longest) == 66);
  CHECK(config.encoder_positions(longest + 1) == 67);
  CHECK(PieceCutter(test::tiny_promoter_config(), base, std::nullopt).longest() == 300U);
}

TEST_CASE("records without a token of text and below the receptive field are too short") {
  const auto esm = tokenize::LongestMatchTokenizer::esm();
  const PieceCutter protein(test::tiny_protein_config(), esm, std::nullopt);
  CHECK(protein.fit(protein.pieces(esm.encode(""))) == Fit::too_short);
  CHECK(protein.fit(protein.pieces(esm.encode("M"))) == Fit::fits);
  const auto kmers = tokenize::KmerTokenizer::with_all_kmers(6);
  const PieceCutter dnabert(dnabert_config(), kmers, std::nullopt);
  CHECK(dnabert.fit(dnabert.pieces(kmers.encode("ACGTA"))) == Fit::too_short);
  CHECK(dnabert.fit(dnabert.pieces(kmers.encode("ACGTAC"))) == Fit::fits);
  const tokenize::BaseTokenizer base;
  const PieceCutter promoter(test::tiny_promoter_config(), base, std::nullopt);
  REQUIRE(promoter.shortest() == 13);
  CHECK(promoter.fit(promoter.pieces(base.encode(std::string(12, 'A')))) == Fit::too_short);
  CHECK(promoter.fit(promoter.pieces(base.encode(std::string(13, 'A')))) == Fit::fits);
}

TEST_CASE("a limit that leaves no room is refused with what is possible") {
  const auto esm = tokenize::LongestMatchTokenizer::esm();
  const auto config = test::tiny_protein_config();
  CHECK_THROWS_WITH(PieceCutter(config, esm, 2), "--max-tokens 2: this model takes 3 to 32");
  CHECK_THROWS_WITH(PieceCutter(config, esm, 33), "--max-tokens 33: this model takes 3 to 32");
  CHECK(PieceCutter(config, esm, 3).longest() == 3U);
  const tokenize::BaseTokenizer base;
  CHECK_THROWS_AS(PieceCutter(test::tiny_promoter_config(), base, 25), UsageError);
  CHECK_THROWS_WITH(PieceCutter(model::EncoderConfig{}, base, 0),
                    "--max-tokens 0: this model takes 1 or more");
}
