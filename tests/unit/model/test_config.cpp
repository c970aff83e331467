#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/model/config.h"

using namespace seqlens::model;

namespace {

EncoderConfig small() {
  EncoderConfig config;
  config.vocabulary = 6;
  config.width = 8;
  config.heads = 2;
  config.layers = 3;
  config.feed_forward_width = 16;
  return config;
}

EncoderConfig with_everything() {
  EncoderConfig config = small();
  config.embedding_width = 4;
  config.stem = {{.channels = 12, .kernel = 6, .stride = 2},
                 {.channels = 8, .kernel = 4, .stride = 2, .norm = false}};
  config.positions = Positions::learned;
  config.max_positions = 80;
  config.window_tokens = 300;
  config.first_stage = FirstStage{.channels = 4, .kernel = 3};
  config.classify =
      ClassifyHead{.labels = {"promoter", "other"}, .pooling = Pooling::attention, .dense = true};
  config.masked_lm = MaskedLmHead{.tied = false, .predictions_per_token = 4};
  config.norm_eps = 1e-12F;
  config.feed_forward = FeedForward::swiglu;
  config.norm_placement = NormPlacement::post;
  config.local_kernel = 9;
  config.token_head = TokenHead{.outputs = {"+", "-"}, .bins = 2};
  return config;
}

EncoderConfig with_coordinates() {
  EncoderConfig config = small();
  config.positions = Positions::continuous;
  config.continuous = ContinuousPositions{.dimensions = 3, .periods = {2, 0.1F}, .knots = {-1, 0, 5}};
  config.features = 2;
  config.norm_placement = NormPlacement::none;
  config.without_residuals = true;
  config.unscaled_scores = true;
  return config;
}

void check_refused(const EncoderConfig& config, const std::string& text) {
  CHECK_THROWS_WITH(validate(config), text);
}

}  // namespace

TEST_CASE("a configuration survives its JSON text") {
  for (const EncoderConfig& config : {small(), with_everything(), with_coordinates()}) {
    CHECK_NOTHROW(validate(config));
    CHECK(config_from_json(to_json(config)) == config);
  }
  CHECK(to_json(small()).find("\"norm_eps\":1e-05") != std::string::npos);
  for (const char* later : {"continuous\":", "features", "without_residuals", "unscaled_scores"})
    CHECK(to_json(small()).find(later) == std::string::npos);
}

TEST_CASE("the stem's stride and receptive field and positions") {
  const EncoderConfig config = with_everything();
  CHECK(config.stem_stride() == 4);
  CHECK(config.receptive_field() == 6 + 3 * 2);
  CHECK(config.encoder_positions(300) == ((300 - 6) / 2 + 1 - 4) / 2 + 1);
  CHECK(config.encoder_positions(12) == 1);
  CHECK(config.encoder_positions(11) == 0);
  CHECK(small().encoder_positions(7) == 7);
}

TEST_CASE("bins lie in the middle of what a position sees") {
  EncoderConfig config = with_everything();  // a field of 12 bases every 4
  CHECK(config.token_bins_begin() == 4);
  CHECK(config.token_bin_length() == 2);
  CHECK(config.token_columns() == 4);
  config = small();
  config.token_head = TokenHead{.outputs = {"site"}};
  CHECK(config.token_bins_begin() == 0);
  CHECK(config.token_bin_length() == 1);
}

TEST_CASE("a configuration without the later keys has the bytes that it always had") {
  CHECK(to_json(small()).ends_with("\"window_tokens\":0}"));
  CHECK(to_json(with_everything())
            .ends_with("\"local_kernel\":9,\"token_head\":{\"outputs\":[\"+\",\"-\"],\"bins\":2}}"));
}

TEST_CASE("continuous positions that make no sense are refused by name") {
  const auto refused = [](auto change, const std::string& text) {
    EncoderConfig config = with_coordinates();
    change(config);
    check_refused(config, "model configuration: continuous" + text);
  };
  using Config = EncoderConfig;
  refused([](Config& c) { c.positions = Positions::none; },
          ": belongs to continuous positions, which need it");
  refused([](Config& c) { c.continuous.reset(); }, ": belongs to continuous positions, which need it");
  refused([](Config& c) { c.continuous->dimensions = 0; }, ".dimensions: found 0, expected 1 to 16");
  refused([](Config& c) { c.continuous->periods = {0}; }, ".periods: must be positive numbers");
  refused([](Config& c) { c.continuous->unit = -1; }, ".unit: must be a positive number");
  refused([](Config& c) { c.continuous->knots = {1}; }, ".knots: found 1 knots, expected 2 to 4096");
  refused(
      [](Config& c) {
        c.continuous->knots = {1, 1};
      },
      ".knots: must be numbers in ascending order, each once");
  refused([](Config& c) { c.continuous->form = RelativeForm::power_law; }, ".knots: only a spline has knots");
}

TEST_CASE("contradicting configurations are refused by name") {
  EncoderConfig config = small();
  config.heads = 3;
  check_refused(config, "model configuration: heads: 3 heads do not divide width 8");
  config = small();
  config.vocabulary = 0;
  check_refused(config, "model configuration: vocabulary: found 0, expected 1 to 16777216");
  config = small();
  config.heads = 8;
  config.positions = Positions::rotary;
  check_refused(config,
                "model configuration: positions: rotary positions need an even head width, this one is 1");
  config = small();
  config.positions = Positions::learned;
  check_refused(
      config,
      "model configuration: max_positions: a learned table of 0 rows leaves none after position_offset 0");
  config = small();
  config.norm_eps = 0;
  check_refused(config, "model configuration: norm_eps: must be a positive number");
  config = small();
  config.token_dropout_fraction = 0.12F;
  check_refused(config, "model configuration: token_dropout_fraction: needs a mask_token");
  config = with_everything();
  config.stem.back().channels = 7;
  check_refused(config, "model configuration: stem: the last layer has 7 channels, the encoder is 8 wide");
  config = with_everything();
  config.masked_lm->tied = true;
  check_refused(config, "model configuration: masked_lm.tied: needs an embedding as wide as the encoder");
  config = with_everything();
  config.stem.assign(16, {.channels = 8, .kernel = 1024, .stride = 1024});
  check_refused(config, "model configuration: stem: the product of the strides is above 4096");
  config = with_everything();
  config.vocabulary = 1 << 24;
  config.masked_lm->predictions_per_token = 4096;
  check_refused(config,
                "model configuration: masked_lm.predictions_per_token: 4096 x 16777216 values are too many");
  config = with_everything();
  config.window_tokens = 1 << 24;
  config.first_stage->channels = 65536;
  check_refused(config, "model configuration: first_stage.channels: 65536 x 4194302 values are too many");
  config = small();
  config.width = 1 << 16;
  config.window_tokens = 1 << 24;
  config.first_stage = FirstStage{.channels = 1, .kernel = 1 << 24};
  check_refused(config, "model configuration: first_stage.kernel: 16777216 x 65536 values are too many");
  config = with_everything();
  config.local_kernel = 4;
  check_refused(config,
                "model configuration: local_kernel: 4 is even; expected an odd number of positions, or 0 for "
                "none");
  config = with_everything();
  config.token_head->bins = 3;
  check_refused(config, "model configuration: token_head.bins: 3 bins do not divide the stem's stride of 4");
  config = with_everything();
  config.token_head->outputs.clear();
  check_refused(config, "model configuration: token_head.outputs: names no output");
  config = with_everything();
  config.window_tokens = 0;
  check_refused(
      config, "model configuration: first_stage: needs window_tokens, the size of the window that it judges");
}

TEST_CASE("JSON texts with wrong keys are refused by name") {
  const std::string good = to_json(with_everything());
  const auto replaced = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
  };
  CHECK_THROWS_WITH(config_from_json("{"), "model configuration: not a JSON text");
  CHECK_THROWS_WITH(config_from_json("[]"), "model configuration: key '(whole)' must be an object");
  CHECK_THROWS_WITH(config_from_json(replaced("\"width\"", "\"widht\"")),
                    "model configuration: key 'width' is missing");
  CHECK_THROWS_WITH(config_from_json(replaced("{\"vocabulary\"", "{\"x\":1,\"vocabulary\"")),
                    "model configuration: key 'x' is not known");
  CHECK_THROWS_WITH(config_from_json(replaced("\"heads\":2", "\"heads\":2.5")),
                    "model configuration: key 'heads' must be an integer");
  CHECK_THROWS_WITH(config_from_json(replaced("\"heads\":2", "\"heads\":99999999999")),
                    "model configuration: key 'heads' must be an integer");
  CHECK_THROWS_WITH(config_from_json(replaced("\"pooling\":\"attention\"", "\"pooling\":\"max\"")),
                    "model configuration: key 'classify.pooling' must be one of 'cls', 'mean', 'attention'");
  CHECK_THROWS_WITH(config_from_json(replaced("\"stem\":[{", "\"stem\":[1,{")),
                    "model configuration: key 'stem' must be an object");
  CHECK_THROWS_WITH(config_from_json(replaced("\"heads\":2", "\"heads\":3")),
                    "model configuration: heads: 3 heads do not divide width 8");
}
