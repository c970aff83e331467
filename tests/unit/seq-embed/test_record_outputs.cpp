#include <algorithm>
#include <cmath>

#include <catch2/catch.hpp>

#include "seq-embed/pseudo_likelihood.h"
#include "seq-embed/record_outputs.h"
#include "support/opened_file.h"
#include "support/tiny_promoter_model.h"
#include "support/tiny_protein_model.h"

using namespace seqlens;
using namespace seq_embed;
using model::EncoderOutput;
using model::TokenIds;
using opened_model::OpenedModel;
using Values = std::vector<float>;

namespace {

constexpr std::size_t kWidth = 8;

/// Two pieces of a record, <cls> M K V <eos> and <cls> L <eos>.
TokenRecord record_of(const OpenedModel& model) {
  TokenRecord record{"r", {model.tokenizer()->encode("MKV"), model.tokenizer()->encode("L")}};
  for (Interval& span : record.pieces[1].map) span = {span.begin + 3, span.end + 3};
  return record;
}

std::vector<EncoderOutput> outputs_of(const OpenedModel& model, const TokenRecord& record) {
  std::vector<TokenIds> sequences;
  for (const auto& piece : record.pieces) sequences.emplace_back(piece.ids);
  return model.encoder().run(sequences, {.hidden_states = true});
}

RecordResult result_of(const OpenedModel& model, const Request& request, const TokenRecord& record) {
  RecordResult found;
  RecordOutputs(model, request).compute({&record, 1}, [&](std::size_t i, RecordResult result) {
    CHECK(i == 0);
    found = std::move(result);
  });
  return found;
}

Request states_request(Pool pool, std::vector<int> layers, bool drop_special) {
  Request request;
  request.name = "x";
  request.pool = pool;
  request.named_layers = layers.size() > 1;
  request.layers = std::move(layers);
  request.drop_special = drop_special;
  return request;
}

Values rows_of(const Values& values, std::size_t first, std::size_t count) {
  const auto begin = values.begin() + static_cast<std::ptrdiff_t>(first * kWidth);
  return {begin, begin + static_cast<std::ptrdiff_t>(count * kWidth)};
}

Values joined(Values left, const Values& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

}  // namespace

// Weights that are numbers may still give none, when a sum is larger than floats go.
TEST_CASE("results that are no numbers are an error") {
  auto file = test::tiny_protein_file();
  file.parameters.vector("final_norm.weight")[0] = 3e38F;
  file.parameters.vector("final_norm.bias")[0] = 3e38F;
  const test::TempDir folder;
  const OpenedModel model = test::opened_file(folder, file);
  CHECK_THROWS_WITH(result_of(model, states_request(Pool::none, {2}, false), record_of(model)),
                    "record 'r': the model gives inf; its weights are broken");
  CHECK_THROWS_WITH(
      PseudoLikelihood(model.encoder(), *model.tokenizer()).score(std::vector{record_of(model)}),
      "record 'r': the model gives nan; its weights are broken");
}

TEST_CASE("states of each layer come piece after piece") {
  const test::TempDir folder;
  const OpenedModel model = test::opened_file(folder, test::tiny_protein_file());
  const TokenRecord record = record_of(model);
  const auto outputs = outputs_of(model, record);
  const auto result = result_of(model, states_request(Pool::none, {1, 2}, false), record);
  REQUIRE(result.arrays.size() == 2);
  CHECK(result.arrays[0].layer == 1);
  CHECK(result.arrays[0].shape == std::vector<std::size_t>{8, kWidth});
  CHECK(result.arrays[0].values == joined(outputs[0].hidden_states[1], outputs[1].hidden_states[1]));
  CHECK(result.arrays[1].layer == 2);
  CHECK(result.arrays[1].values == joined(outputs[0].last_hidden_state, outputs[1].last_hidden_state));
  REQUIRE(result.rows.size() == 8);
  CHECK(result.rows[6].index == 6);
  CHECK(result.rows[6].span == Interval{3, 4});
}

TEST_CASE("dropped special tokens are in no row and no mean") {
  const test::TempDir folder;
  const OpenedModel model = test::opened_file(folder, test::tiny_protein_file());
  const TokenRecord record = record_of(model);
  const auto outputs = outputs_of(model, record);
  const Values kept =
      joined(rows_of(outputs[0].last_hidden_state, 1, 3), rows_of(outputs[1].last_hidden_state, 1, 1));
  const auto rows = result_of(model, states_request(Pool::none, {2}, true), record);
  CHECK(rows.arrays.at(0).values == kept);
  CHECK(rows.rows.at(3).index == 6);
  const auto mean = result_of(model, states_request(Pool::mean, {2}, true), record);
  CHECK(mean.rows.empty());
  CHECK(mean.arrays.at(0).shape == std::vector<std::size_t>{kWidth});
  for (std::size_t d = 0; d < kWidth; ++d) {
    const double sum = 0.0 + kept[d] + kept[kWidth + d] + kept[2 * kWidth + d] + kept[3 * kWidth + d];
    CHECK(mean.arrays[0].values.at(d) == static_cast<float>(sum / 4));
  }
}

// A record of any length is pooled in bounded memory.
TEST_CASE("pieces that run in groups give the same bytes as all at once") {
  const test::TempDir folder;
  const OpenedModel model = test::opened_file(folder, test::tiny_protein_file());
  std::vector<TokenRecord> records;
  for (const int pieces : {3, 1, 7, 2}) {
    TokenRecord& record = records.emplace_back(TokenRecord{"r" + std::to_string(pieces), {}});
    for (int i = 0; i < pieces; ++i) record.pieces.push_back(model.tokenizer()->encode(&"MKVLEDGAS"[i]));
  }
  const auto results = [&](const Request& request, std::size_t most_floats) {
    std::vector<RecordResult> all(records.size());
    RecordOutputs(model, request, most_floats).compute(records, [&](std::size_t i, RecordResult result) {
      CHECK(all.at(i).arrays.empty());
      all[i] = std::move(result);
    });
    return all;
  };
  Request logits = states_request(Pool::none, {}, false);
  logits.what = What::token_logits;
  for (const Request& request :
       {states_request(Pool::none, {0, 1, 2}, true), states_request(Pool::mean, {2}, false),
        states_request(Pool::max, {1}, true), states_request(Pool::cls, {2}, false), logits}) {
    const auto whole = results(request, kMostFloats);
    for (const std::size_t most : {1, 500, 1000}) {
      INFO(static_cast<int>(request.what) << ", pool " << static_cast<int>(request.pool) << ", " << most);
      const auto grouped = results(request, most);
      for (std::size_t i = 0; i < records.size(); ++i) {
        CHECK(grouped[i].name == records[i].name);
        REQUIRE(grouped[i].arrays.size() == whole[i].arrays.size());
        for (std::size_t a = 0; a < whole[i].arrays.size(); ++a) {
          CHECK(grouped[i].arrays[a].shape == whole[i].arrays[a].shape);
          CHECK(grouped[i].arrays[a].values == whole[i].arrays[a].values);
        }
        REQUIRE(grouped[i].rows.size() == whole[i].rows.size());
        for (std::size_t r = 0; r < whole[i].rows.size(); ++r) {
          CHECK(grouped[i].rows[r].index == whole[i].rows[r].index);
          CHECK(grouped[i].rows[r].span == whole[i].rows[r].span);
        }
      }
    }
  }
}

TEST_CASE("the first piece's first token is the cls of the record") {
  const test::TempDir folder;
  const OpenedModel model = test::opened_file(folder, test::tiny_protein_file());
  const TokenRecord record = record_of(model);
  const auto result = result_of(model, states_request(Pool::cls, {2}, false), record);
  CHECK(result.arrays.at(0).values == rows_of(outputs_of(model, record)[0].last_hidden_state, 0, 1));
}

TEST_CASE("matrices of a record that do not fit into memory are refused with what they need") {
  const test::TempDir folder;
  const OpenedModel model = test::opened_file(folder, test::tiny_protein_file());
  const TokenRecord record{"titin", {model.tokenizer()->encode(std::string(999'998, 'M'))}};
  Request request;
  request.what = What::attentions;
  request.name = "attentions";
  request.layers = {0, 1};
  CHECK_THROWS_WITH(result_of(model, request, record),
                    Catch::Matchers::Matches("record 'titin': --what attentions needs 16 TB of memory, "
                                             "[0-9.]+ [kMGT]B are free"));
}

TEST_CASE("dropped special tokens leave rows and columns of attentions") {
  const test::TempDir folder;
  const OpenedModel model = test::opened_file(folder, test::tiny_protein_file());
  const TokenRecord record{"r", {model.tokenizer()->encode("MKV")}};
  Request request;
  request.what = What::attentions;
  request.layers = {1, 0};
  const auto all = result_of(model, request, record).arrays.at(0);
  REQUIRE(all.shape == std::vector<std::size_t>{2, 2, 5, 5});
  for (std::size_t row = 0; row < 20; ++row) {
    double sum = 0;
    for (std::size_t key = 0; key < 5; ++key) sum += all.values[row * 5 + key];
    CHECK(sum == Approx(1).margin(1e-5));
  }
  request.drop_special = true;
  const auto kept = result_of(model, request, record).arrays.at(0);
  REQUIRE(kept.shape == std::vector<std::size_t>{2, 2, 3, 3});
  for (std::size_t i = 0; i < kept.values.size(); ++i)
    CHECK(kept.values[i] == all.values[(i / 9 * 5 + i / 3 % 3 + 1) * 5 + i % 3 + 1]);
  request.drop_special = false;
  request.layers = {0};
  const auto first = result_of(model, request, record).arrays.at(0);
  CHECK(std::equal(first.values.begin(), first.values.end(), all.values.begin() + 50));
}

TEST_CASE("positions of a stem cover their receptive fields") {
  const test::TempDir folder;
  const OpenedModel model = test::opened_file(folder, test::tiny_promoter_file());
  const TokenRecord record{"r", {model.tokenizer()->encode("ACGTACGTACGTACGTACGTA")}};
  const auto result = result_of(model, states_request(Pool::none, {1}, false), record);
  REQUIRE(result.rows.size() == 3);
  CHECK(result.rows[2].span == Interval{8, 21});
  Request logits;
  logits.what = What::class_logits;
  const TokenIds sequence(record.pieces[0].ids);
  const auto expected = model.encoder().run({&sequence, 1}, {.classify_logits = true}).at(0).classify_logits;
  CHECK(result_of(model, logits, record).arrays.at(0).values == expected);
}
