#include <algorithm>
#include <cmath>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/model/parameters.h"

using namespace seqlens::model;

namespace {

EncoderConfig promoter_like() {
  EncoderConfig config;
  config.vocabulary = 6;
  config.width = 64;
  config.heads = 4;
  config.layers = 2;
  config.feed_forward_width = 128;
  config.feed_forward = FeedForward::geglu;
  config.feed_forward_bias = false;
  config.positions = Positions::learned;
  config.max_positions = 72;
  config.final_norm = true;
  config.embedding_width = 16;
  config.stem = {{.channels = 48, .kernel = 9, .stride = 2}, {.channels = 64, .kernel = 4, .stride = 2}};
  config.window_tokens = 300;
  config.first_stage = FirstStage{.channels = 8, .kernel = 5};
  config.classify = ClassifyHead{.labels = {"promoter"}, .pooling = Pooling::attention};
  config.masked_lm = MaskedLmHead{.tied = false, .predictions_per_token = 4};
  return config;
}

}  // namespace

TEST_CASE("the layout lists each tensor once on cache lines") {
  const EncoderConfig config = promoter_like();
  const ParameterLayout layout(config);
  std::size_t end = 0;
  std::size_t count = 0;
  for (const TensorSpec& tensor : layout.tensors()) {
    INFO(tensor.name);
    CHECK(tensor.offset % 16 == 0);
    CHECK(tensor.offset >= end);
    CHECK(layout.find(tensor.name) == &tensor);
    end = tensor.offset + tensor.rows * tensor.cols;
    count += tensor.rows * tensor.cols;
  }
  CHECK(layout.size() >= end);
  CHECK(layout.size() % 16 == 0);
  CHECK(layout.parameter_count() == count);
  CHECK_THROWS_WITH(layout.at("layer.2.attention.query.weight"),
                    "this model has no tensor 'layer.2.attention.query.weight'");
}

TEST_CASE("tensor shapes follow the configuration") {
  const ParameterLayout layout(promoter_like());
  struct Shape {
    const char* name;
    std::size_t rows, cols;
    bool decayed;
  };
  for (const Shape& shape :
       {Shape{"embed.token.weight", 6, 16, false}, Shape{"embed.position.weight", 72, 64, false},
        Shape{"stem.0.weight", 48, 144, true}, Shape{"stem.1.weight", 64, 192, true},
        Shape{"stem.1.norm.bias", 1, 64, false}, Shape{"layer.1.attention.query.weight", 64, 64, true},
        Shape{"layer.0.feed_forward.in.weight", 256, 64, true},
        Shape{"layer.0.feed_forward.out.weight", 64, 128, true},
        Shape{"first_stage.conv.weight", 8, 320, true},
        Shape{"first_stage.out.weight", 1, (72 - 4) * 8, true}, Shape{"classify.pool.weight", 1, 64, true},
        Shape{"classify.out.weight", 1, 64, true}, Shape{"masked_lm.decoder.weight", 24, 64, true}}) {
    INFO(shape.name);
    const TensorSpec& tensor = layout.at(shape.name);
    CHECK(tensor.rows == shape.rows);
    CHECK(tensor.cols == shape.cols);
    CHECK(tensor.decayed == shape.decayed);
    CHECK(tensor.trained);
  }
  CHECK(layout.find("layer.0.feed_forward.in.bias") == nullptr);
  CHECK(layout.find("classify.dense.weight") == nullptr);
}

TEST_CASE("inverse frequencies are stored and not trained") {
  EncoderConfig config = promoter_like();
  config.positions = Positions::rotary;
  Parameters parameters(config);
  initialise(parameters, config, 1);
  CHECK_FALSE(parameters.layout().at("rotary.inv_freq").trained);
  const auto frequencies = parameters.matrix("rotary.inv_freq");
  CHECK(frequencies.cols == 8);
  CHECK(frequencies.at(0, 0) == 1.0F);
  CHECK(frequencies.at(0, 4) == Approx(0.01));
}

TEST_CASE("the seeded start has the stated spread and repeats") {
  const EncoderConfig config = promoter_like();
  Parameters first(config);
  Parameters again(config);
  Parameters other(config);
  initialise(first, config, 7);
  initialise(again, config, 7);
  initialise(other, config, 8);
  CHECK(std::ranges::equal(first.values(), again.values()));
  CHECK_FALSE(std::ranges::equal(first.values(), other.values()));

  const auto deviation = [&](std::string_view name) {
    const auto m = std::as_const(first).matrix(name);
    double sum = 0;
    for (std::size_t i = 0; i < m.rows * m.cols; ++i) sum += static_cast<double>(m.data[i]) * m.data[i];
    return std::sqrt(sum / static_cast<double>(m.rows * m.cols));
  };
  CHECK(deviation("layer.0.attention.query.weight") == Approx(1 / 8.0).epsilon(0.1));
  CHECK(deviation("layer.0.attention.output.weight") == Approx(1 / 16.0).epsilon(0.1));
  CHECK(deviation("layer.0.feed_forward.out.weight") == Approx(1 / std::sqrt(128.0) / 2).epsilon(0.1));
  CHECK(deviation("embed.position.weight") == Approx(0.02).epsilon(0.1));
  CHECK(deviation("layer.0.attention.norm.weight") == 1);
  CHECK(deviation("stem.0.norm.weight") == 1);
  CHECK(deviation("layer.0.attention.query.bias") == 0);
  CHECK(first.find_vector("layer.0.feed_forward.in.bias") == nullptr);
}
