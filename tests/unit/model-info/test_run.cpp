#include <algorithm>
#include <limits>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/checkpoint/safetensors.h"
#include "seqlens/core/errors.h"
#include "seqlens/model/encoder.h"
#include "seqlens/model/model_file.h"
#include "seqlens/tokenize/base_tokenizer.h"

#include "model-info/run.h"
#include "support/temp_dir.h"

using namespace seqlens;
using namespace model_info;

namespace {

const std::vector<std::int32_t> kTokens{0, 1, 2, 3};

model::EncoderConfig small_config() {
  model::EncoderConfig config;
  config.vocabulary = 6;
  config.width = 8;
  config.heads = 2;
  config.layers = 1;
  config.feed_forward_width = 16;
  config.masked_lm = model::MaskedLmHead{};
  return config;
}

/// A folder with a small model, and reference outputs that are its own.
struct Example {
  Example() : parameters(config) {
    model::initialise(parameters, config, 5);
    const model::TokenIds sequence(kTokens);
    const auto out = model::Encoder(config, parameters).run({&sequence, 1}, {.masked_lm_logits = true}).at(0);
    outputs["a.logits"] = {{1, 4, 6}, out.masked_lm_logits};
    outputs["a.last_hidden_state"] = {{1, 4, 8}, out.last_hidden_state};
    save({{"seqlens.tokenizer", tokenize::BaseTokenizer().to_json()}});
  }

  void save(const std::map<std::string, std::string>& metadata) const {
    model::save_model_file(model_path(), config, parameters, metadata);
  }
  [[nodiscard]] std::string model_path() const { return (folder.path() / "m.safetensors").string(); }

  [[nodiscard]] std::string reference_path() const {
    const auto path = (folder.path() / "reference.safetensors").string();
    const std::vector<std::int64_t> ids(kTokens.begin(), kTokens.end());
    const std::vector<std::int64_t> mask(kTokens.size(), 1);
    std::vector<checkpoint::Tensor> tensors{checkpoint::integer_tensor("a.input_ids", {1, 4}, ids),
                                            checkpoint::integer_tensor("a.attention_mask", {1, 4}, mask)};
    for (const auto& [name, output] : outputs)
      tensors.push_back(checkpoint::float_tensor(name, output.shape, output.values));
    checkpoint::write_safetensors(path, tensors, {});
    return path;
  }

  struct Output {
    std::vector<std::size_t> shape;
    std::vector<float> values;
  };
  test::TempDir folder;
  model::EncoderConfig config = small_config();
  model::Parameters parameters;
  std::map<std::string, Output> outputs;
};

struct Result {
  int status = 0;
  std::string out;
  std::string err;
};

Result run_with(const Options& options) {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  cli::Streams streams(in, out, err, "model-info");
  const int status = run(options, streams);
  return {status, out.str(), err.str()};
}

Result verify(const Example& example) {
  Options options;
  options.model = example.model_path();
  options.verify = example.reference_path();
  return run_with(options);
}

std::string told(const Example& example) {
  Options options;
  options.model = example.model_path();
  return run_with(options).out;
}

}  // namespace

TEST_CASE("a model agrees with its own outputs") {
  const Result result = verify(Example());
  CHECK(result.status == 0);
  CHECK_THAT(result.out, Catch::Contains("logits\t0\t24\ta\tok\n"));
  CHECK_THAT(result.out, Catch::Contains("last_hidden_state\t0\t32\ta\tok\n"));
  CHECK(result.err.empty());
}

TEST_CASE("one number beyond the tolerance or no number at all fails") {
  for (const float wrong :
       {2.0F, std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    INFO(wrong);
    Example example;
    example.outputs["a.logits"].values.back() += wrong;
    const Result result = verify(example);
    CHECK(result.status == 1);
    CHECK_THAT(result.out, Catch::Contains("\t24\ta\tdiffers\n"));
    CHECK_THAT(result.out, Catch::Contains("last_hidden_state\t0\t32\ta\tok\n"));
    CHECK_THAT(result.err, Catch::Contains("1 of 2 outputs are not within 0.0002 of"));
  }
}

TEST_CASE("weights that are NaN are refused") {
  Example example;
  example.parameters.vector("layer.0.feed_forward.in.bias")[0] = std::numeric_limits<float>::quiet_NaN();
  example.save({});
  CHECK_THROWS_WITH(
      verify(example),
      Catch::EndsWith("tensor 'layer.0.feed_forward.in.bias' holds nan; the file is damaged, copy it again"));
}

TEST_CASE("outputs that the model cannot give fail and others are listed") {
  Example example;
  example.outputs["a.contacts"] = {{1, 2, 2}, std::vector<float>(4)};
  example.outputs["a.pooler_output"] = {{1, 8}, std::vector<float>(8)};
  const Result result = verify(example);
  CHECK(result.status == 1);
  CHECK_THAT(result.out, Catch::Contains("contacts\tNA\t0\tNA\tmissing\n"));
  CHECK_THAT(result.out, Catch::Contains("pooler_output\tNA\t0\tNA\tnot compared\n"));
  CHECK_THAT(result.err, Catch::Contains("1 of 4 outputs are not within"));

  example.outputs = {{"a.pooler_output", example.outputs["a.pooler_output"]}};
  CHECK_THROWS_WITH(verify(example),
                    Catch::EndsWith("holds no output that this model gives: nothing was compared"));
}

TEST_CASE("outputs of rounded weights are for models that were published rounded") {
  Example example;
  example.outputs["f16.a.logits"] = example.outputs["a.logits"];
  example.outputs["a.logits"].values[0] += 1;
  CHECK(verify(example).status == 1);  // a model of full precision is held to the others
  example.save({{"seqlens.provenance", R"({"family": "ESM-2", "weights": "F16"})"}});
  const Result result = verify(example);
  CHECK(result.status == 0);
  CHECK_THAT(result.out, Catch::Contains("# reference_outputs: of F16 weights\n"));
  CHECK_THAT(result.out, !Catch::Contains("last_hidden_state"));
}

TEST_CASE("a converted model keeps its family and licence") {
  Example example;
  example.save({{"seqlens.provenance", R"({"family": "Nucleotide Transformer v2", "steps": 3})"}});
  const std::string text = told(example);
  CHECK_THAT(text, Catch::Contains("family              Nucleotide Transformer v2\n"));
  CHECK_THAT(text, Catch::Contains("CC BY-NC-SA 4.0"));
  CHECK_THAT(text, Catch::Contains("\nprovenance\n  family Nucleotide Transformer v2\n  steps  3\n"));
  CHECK_THAT(text, Catch::Contains("has no 'seqlens.tokenizer' in its metadata)\n"));
}

TEST_CASE("texts stored beside the weights are not trusted") {
  Example example;
  example.save({{"seqlens.provenance", "nonsense"}});
  CHECK_THROWS_WITH(told(example), Catch::EndsWith("m.safetensors: seqlens.provenance: not a JSON object"));
  example.save({{"seqlens.promoter", "{}"}});
  CHECK_THROWS_AS(told(example), InputError);
  example.save({{"seqlens.tokenizer", "{}"}});
  CHECK_THAT(told(example), Catch::Contains("tokenizer           none ("));
}
