#include <algorithm>

#include <catch2/catch.hpp>

#include "seqlens/checkpoint/safetensors.h"
#include "seqlens/tokenize/load_tokenizer.h"
#include "seqlens/tokenize/tokenizer_json.h"

#include "fixture_cases.h"
#include "support/shared_data.h"

using namespace seqlens;
using namespace seqlens::tokenize;

namespace {

std::vector<std::string> texts_of(const Tokenizer& tokenizer, const std::vector<std::int32_t>& ids) {
  std::vector<std::string> texts;
  for (const std::int32_t id : ids) texts.emplace_back(tokenizer.token(id));
  return texts;
}

std::vector<std::int64_t> places_of(const std::vector<std::int32_t>& ids, std::int32_t wanted) {
  std::vector<std::int64_t> places;
  for (std::size_t i = 0; i < ids.size(); ++i)
    if (ids[i] == wanted) places.push_back(static_cast<std::int64_t>(i));
  return places;
}

void check_case(const Tokenizer& tokenizer, const test::TokenizerCase& expected) {
  INFO(tokenizer.kind() << ": " << expected.text);
  const Tokens tokens = tokenizer.encode(expected.text);
  CHECK(tokens.map.size() == tokens.ids.size());
  if (!expected.ids.empty()) CHECK(tokens.ids == expected.ids);
  if (!expected.tokens.empty()) CHECK(texts_of(tokenizer, tokens.ids) == expected.tokens);
  if (expected.id_count >= 0) CHECK(static_cast<std::int64_t>(tokens.ids.size()) == expected.id_count);
  if (!expected.cls_at.empty()) CHECK(places_of(tokens.ids, *tokenizer.find("[CLS]")) == expected.cls_at);
  if (!expected.sep_at.empty()) CHECK(places_of(tokens.ids, *tokenizer.find("[SEP]")) == expected.sep_at);
}

std::size_t longest(const std::vector<std::vector<std::int32_t>>& rows) {
  std::size_t length = 0;
  for (const auto& row : rows) length = std::max(length, row.size());
  return length;
}

/// Row after row, padded and masked as the reference was.
std::vector<std::int64_t> batch_ids(const Tokenizer& tokenizer, const test::BatchCase& batch) {
  std::vector<std::vector<std::int32_t>> rows;
  for (const std::string& sequence : batch.sequences) rows.push_back(tokenizer.encode(sequence).ids);
  for (std::size_t row = 0; row < batch.masked_positions.size(); ++row)
    for (const std::size_t position : batch.masked_positions[row])
      rows[row].at(position) = *tokenizer.mask_id();
  const std::size_t length = longest(rows);
  std::vector<std::int64_t> ids;
  for (auto& row : rows) {
    row.resize(length, *tokenizer.pad_id());
    ids.insert(ids.end(), row.begin(), row.end());
  }
  return ids;
}

void check_batches(const Tokenizer& tokenizer, const std::filesystem::path& folder) {
  const checkpoint::SafetensorsFile outputs(folder / "ref_outputs.safetensors");
  const auto batches = test::read_batch_cases(folder / "cases.json");
  REQUIRE(!batches.empty());
  for (const auto& batch : batches) {
    INFO(tokenizer.kind() << ": batch " << batch.name);
    CHECK(batch_ids(tokenizer, batch) ==
          checkpoint::integers_of(outputs.view().at(batch.name + ".input_ids")));
  }
}

/// The folder's tokenizer, and the same after a trip through our JSON, against every case.
void check_folder(const std::filesystem::path& folder, std::string_view kind, std::size_t least_cases) {
  const auto loaded = load_tokenizer(folder);
  CHECK(loaded->kind() == kind);
  const auto stored = tokenizer_from_json(loaded->to_json());
  CHECK(stored->kind() == kind);
  CHECK(stored->mask_id() == loaded->mask_id());
  CHECK(stored->unk_id() == loaded->unk_id());
  CHECK(stored->pad_id() == loaded->pad_id());
  check_batches(*stored, folder);
  const auto cases = test::read_tokenizer_cases(folder / "cases.json");
  REQUIRE(cases.size() >= least_cases);
  for (const auto& expected : cases) {
    check_case(*loaded, expected);
    check_case(*stored, expected);
  }
}

}  // namespace

TEST_CASE("fixture cases of ESM-2") {
  SEQLENS_REQUIRE_SHARED(folder, "fixtures/esm2_tiny");
  check_folder(folder, "protein", 17);
}

TEST_CASE("fixture cases of Nucleotide Transformer v1") {
  SEQLENS_REQUIRE_SHARED(folder, "fixtures/nt_v1_tiny");
  check_folder(folder, "nonoverlapping-kmer", 20);
}

TEST_CASE("fixture cases of Nucleotide Transformer v2") {
  SEQLENS_REQUIRE_SHARED(folder, "fixtures/nt_v2_tiny");
  check_folder(folder, "nonoverlapping-kmer", 20);
}

TEST_CASE("fixture cases of DNABERT") {
  SEQLENS_REQUIRE_SHARED(folder, "fixtures/dnabert_tiny");
  check_folder(folder, "kmer", 11);
}

TEST_CASE("fixture cases of DNABERT-2") {
  SEQLENS_REQUIRE_SHARED(folder, "fixtures/dnabert2_tiny");
  check_folder(folder, "bpe", 8);
}
