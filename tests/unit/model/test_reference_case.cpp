#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/checkpoint/safetensors.h"
#include "seqlens/core/errors.h"
#include "seqlens/model/parameters.h"
#include "seqlens/model/reference_comparison.h"

#include "support/temp_dir.h"

using namespace seqlens;
using namespace seqlens::model;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

EncoderConfig small_config() {
  EncoderConfig config;
  config.vocabulary = 7;
  config.width = 4;
  config.heads = 2;
  config.layers = 2;
  config.feed_forward_width = 6;
  config.masked_lm = MaskedLmHead{};
  return config;
}

/// A file of reference outputs to be filled and opened.
struct ReferenceFile {
  struct Floats {
    std::vector<std::size_t> shape;
    std::vector<float> values;
  };
  struct Integers {
    std::vector<std::size_t> shape;
    std::vector<std::int64_t> values;
  };
  std::map<std::string, Floats> floats;
  std::map<std::string, Integers> integers{{"a.input_ids", {{2, 3}, {1, 2, 3, 4, 5, 0}}},
                                           {"a.attention_mask", {{2, 3}, {1, 1, 1, 1, 1, 0}}}};

  [[nodiscard]] checkpoint::SafetensorsFile open() const {
    const test::TempDir folder;
    std::vector<checkpoint::Tensor> tensors;
    for (const auto& [name, t] : integers)
      tensors.push_back(checkpoint::integer_tensor(name, t.shape, t.values));
    for (const auto& [name, t] : floats) tensors.push_back(checkpoint::float_tensor(name, t.shape, t.values));
    checkpoint::write_safetensors(folder.path() / "r.safetensors", tensors, {});
    return checkpoint::SafetensorsFile(folder.path() / "r.safetensors");  // stays mapped
  }
};

void check_refused(const ReferenceFile& reference, const std::string& text) {
  const auto file = reference.open();
  CHECK_THROWS_WITH(reference_cases(file.view(), "r"), text);
}

}  // namespace

TEST_CASE("differences count NaN as infinite and nothing as no agreement") {
  OutputDifference difference;
  CHECK_FALSE(difference.is_within(1));
  difference.add(1.0F, 1.5F);
  CHECK(difference.largest == 0.5);
  CHECK(difference.is_within(0.5));
  CHECK_FALSE(difference.is_within(0.4));
  CHECK_FALSE(difference.is_within(std::nan("")));
  for (const auto& [got, expected] : {std::pair(kNan, 1.0F), std::pair(1.0F, kNan), std::pair(kNan, kNan)}) {
    OutputDifference broken;
    broken.add(got, expected);
    broken.add(2.0F, 2.0F);
    CHECK(std::isinf(broken.largest));
    CHECK_FALSE(broken.is_within(1e30));
    OutputDifference total;
    total.add(broken);
    CHECK_FALSE(total.is_within(1e30));
  }
}

TEST_CASE("a case is its sequences without padding") {
  ReferenceFile reference;
  reference.floats["a.last_hidden_state"] = {{2, 3, 1}, {1, 2, 3, 4, 5, kNan}};
  reference.floats["f16.a.logits"] = {{2, 3, 1}, {1, 2, 3, 4, 5, 6}};
  const auto file = reference.open();
  const auto cases = reference_cases(file.view(), "r");
  REQUIRE(cases.size() == 1);
  const ReferenceCase& a = cases[0];
  CHECK(a.name() == "a");
  CHECK(a.outputs() == std::vector<std::string>{"last_hidden_state"});
  REQUIRE(a.sequences().size() == 2);
  CHECK(std::ranges::equal(a.sequences()[0], std::vector{1, 2, 3}));
  CHECK(std::ranges::equal(a.sequences()[1], std::vector{4, 5}));
  const std::vector<float> rows{4, 5};
  CHECK(a.compare("last_hidden_state", 1, {rows.data(), 2, 1}).largest ==
        0);  // the padding's row is not looked at
  CHECK(a.compare("last_hidden_state", 1, {rows.data(), 2, 1}).values == 2);
  CHECK(a.compare("last_hidden_state", 0, {rows.data(), 2, 1}).largest == 3);
  CHECK_THROWS_WITH(a.compare("last_hidden_state", 0, {rows.data(), 1, 2}),
                    "r: 'a.last_hidden_state' is (2, 3, 1), the model gives (2, 3, 2)");
  CHECK(reference_cases(file.view(), "r", "f16.").at(0).outputs() == std::vector<std::string>{"logits"});
}

TEST_CASE("outputs that stop after the first rows are compared as far as they go") {
  ReferenceFile reference;
  reference.floats["a.logits"] = {{2, 2, 1}, {1, 2, 4, 5}};
  const auto file = reference.open();
  const auto cases = reference_cases(file.view(), "r");
  const std::vector<float> rows{1, 2, 100};
  CHECK(cases[0].compare("logits", 0, {rows.data(), 3, 1}).values == 2);
  CHECK(cases[0].compare("logits", 0, {rows.data(), 3, 1}).largest == 0);
}

TEST_CASE("files that are no reference outputs are refused") {
  ReferenceFile reference;
  check_refused(reference, "r: holds no case of reference outputs: '<case>.input_ids' and others");
  reference.floats["a.logits"] = {{2, 3, 1}, std::vector<float>(6)};
  reference.integers["a.attention_mask"].values[0] = 0;
  check_refused(reference, "r: 'a.attention_mask' row 0: expected ones, then zeros");
  reference.integers["a.attention_mask"].values = {1, 0, 1, 1, 1, 1};
  check_refused(reference, "r: 'a.attention_mask' row 0: expected ones, then zeros");
  reference.integers["a.attention_mask"].shape = {3, 2};
  check_refused(reference, "r: 'a.attention_mask' is (3, 2), expected (2, 3)");
  reference.integers["a.input_ids"].shape = {6};
  check_refused(reference, "r: 'a.input_ids' is (6), expected (sequences, tokens)");
  reference.integers.erase("a.attention_mask");
  reference.floats["a.attention_mask"] = {{2, 3}, std::vector<float>(6, 1)};
  reference.integers["a.input_ids"].shape = {2, 3};
  check_refused(reference, "r: 'a.attention_mask' is F32, expected I64 or I32");
  reference.floats.erase("a.attention_mask");
  CHECK_THROWS_AS(reference_cases(reference.open().view(), "r"), InputError);
}

TEST_CASE("every output of an encoder is compared with its own name") {
  const EncoderConfig config = small_config();
  Parameters parameters(config);
  initialise(parameters, config, 1);
  const Encoder encoder(config, parameters);
  ReferenceFile reference;
  reference.floats["a.last_hidden_state"] = {{2, 3, 4}, std::vector<float>(24)};
  reference.floats["a.hidden_states.1"] = {{2, 3, 4}, std::vector<float>(24)};
  reference.floats["a.hidden_states.2"] = {{2, 3, 4}, std::vector<float>(24)};
  reference.floats["a.logits"] = {{2, 3, 7}, std::vector<float>(42)};
  reference.floats["a.attentions"] = {{2, 2, 2, 3, 3}, std::vector<float>(72, 0.5F)};
  reference.floats["a.pooler_output"] = {{2, 4}, std::vector<float>(8)};
  const auto file = reference.open();
  const auto cases = reference_cases(file.view(), "r");
  auto differences = compare_with_reference(encoder, parameters, cases.at(0));
  CHECK(differences.size() == 5);  // nobody gives a pooler's output here
  CHECK(differences["last_hidden_state"].values == 5 * 4);
  CHECK(differences["hidden_states.1"].values == 5 * 4);
  CHECK(differences["hidden_states.2"].largest == differences["last_hidden_state"].largest);
  CHECK(differences["logits"].values == 5 * 7);
  CHECK(differences["attentions"].values == 2 * 2 * (9 + 4));
  for (const auto& [name, difference] : differences) {
    INFO(name);
    CHECK(difference.largest > 1e-3);
  }

  reference.floats["a.attentions"].shape = {2, 1, 4, 3, 3};
  const auto other = reference.open();
  const auto other_cases = reference_cases(other.view(), "r");
  CHECK_THROWS_WITH(compare_with_reference(encoder, parameters, other_cases.at(0)),
                    "r: 'a.attentions' is (2, 1, 4, 3, 3), the model gives (2, 2, 2, 3, 3)");
}

TEST_CASE("logits of labels are told from those of tokens by their shape") {
  EncoderConfig config = small_config();
  config.classify = ClassifyHead{.labels = {"no", "yes"}};
  Parameters parameters(config);
  initialise(parameters, config, 1);
  const Encoder encoder(config, parameters);
  ReferenceFile reference;
  reference.floats["a.logits"] = {{2, 2}, std::vector<float>(4)};
  const auto file = reference.open();
  const auto cases = reference_cases(file.view(), "r");
  const auto differences = compare_with_reference(encoder, parameters, cases.at(0));
  CHECK(differences.at("logits").values == 4);
}
