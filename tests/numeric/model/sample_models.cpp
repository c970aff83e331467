#include "sample_models.h"

#include <cmath>
#include <stdexcept>

#include "seqlens/core/random.h"

namespace seqlens::test {

using namespace seqlens::model;

namespace {

EncoderConfig base(int width, int heads, int layers) {
  EncoderConfig config;
  config.vocabulary = 9;
  config.width = width;
  config.heads = heads;
  config.layers = layers;
  config.feed_forward_width = 3 * width + 2;
  config.mask_token = 5;
  return config;
}

EncoderConfig esm_like() {
  EncoderConfig config = base(40, 4, 3);
  config.positions = Positions::rotary;
  config.final_norm = true;
  config.token_dropout_fraction = 0.12F;
  config.masked_lm = MaskedLmHead{};
  return config;
}

EncoderConfig bert_like() {
  EncoderConfig config = base(24, 2, 2);
  config.norm_placement = NormPlacement::post;
  config.positions = Positions::learned;
  config.max_positions = 300;
  config.token_types = 2;
  config.embedding_norm = true;
  config.norm_eps = 1e-12F;
  config.classify = ClassifyHead{.labels = {"no", "yes"}, .pooling = Pooling::cls, .dense = true};
  config.masked_lm = MaskedLmHead{};
  return config;
}

EncoderConfig dnabert2_like() {
  EncoderConfig config = bert_like();
  config.heads = 6;
  config.positions = Positions::alibi;
  config.max_positions = 0;
  config.feed_forward = FeedForward::geglu;
  config.feed_forward_bias = false;
  config.classify->pooling = Pooling::mean;
  config.classify->dense = false;
  return config;
}

EncoderConfig nt_like() {
  EncoderConfig config = esm_like();
  config.token_dropout_fraction = 0;
  config.feed_forward = FeedForward::swiglu;
  config.feed_forward_bias = false;
  config.feed_forward_out_bias = false;
  config.attention_bias = false;
  config.masked_lm = MaskedLmHead{.transform = false, .tied = false};
  return config;
}

EncoderConfig offset_positions() {
  EncoderConfig config = base(20, 5, 2);
  config.positions = Positions::learned;
  config.max_positions = 270;
  config.position_offset = 2;
  config.feed_forward = FeedForward::relu;
  config.final_norm = true;
  config.masked_lm = MaskedLmHead{.decoder_bias = false};
  return config;
}

EncoderConfig promoter_like() {
  EncoderConfig config = base(32, 4, 2);
  config.vocabulary = 6;
  config.positions = Positions::learned;
  config.max_positions = 72;
  config.final_norm = true;
  config.embedding_width = 8;
  config.stem = {{.channels = 20, .kernel = 9, .stride = 2}, {.channels = 32, .kernel = 4, .stride = 2}};
  config.window_tokens = 300;
  config.first_stage = FirstStage{.channels = 6, .kernel = 5};
  config.classify = ClassifyHead{.labels = {"promoter"}, .pooling = Pooling::attention};
  config.masked_lm = MaskedLmHead{.tied = false, .predictions_per_token = 4};
  return config;
}

EncoderConfig site_like() {
  EncoderConfig config = base(32, 4, 2);
  config.vocabulary = 6;
  config.positions = Positions::rotary;
  config.final_norm = true;
  config.local_kernel = 5;
  config.embedding_width = 6;
  config.stem = {{.channels = 20, .kernel = 4, .stride = 1}, {.channels = 32, .kernel = 4, .stride = 2}};
  config.token_head = TokenHead{.outputs = {"+", "-"}, .bins = 2};
  return config;
}

EncoderConfig local_post_norm() {
  EncoderConfig config = bert_like();
  config.local_kernel = 3;
  config.token_head = TokenHead{.outputs = {"here"}};
  return config;
}

EncoderConfig plain_stem() {
  EncoderConfig config = base(16, 1, 1);
  config.positions = Positions::sinusoidal;
  config.feed_forward = FeedForward::gelu_tanh;
  config.embedding_width = 5;
  config.stem = {{.channels = 16, .kernel = 3, .stride = 3, .norm = false}};
  config.classify = ClassifyHead{.labels = {"a", "b", "c"}, .pooling = Pooling::mean, .dense = true};
  return config;
}

EncoderConfig no_positions() {
  EncoderConfig config = base(12, 3, 2);
  config.norm_placement = NormPlacement::post;
  config.feed_forward = FeedForward::swiglu;
  config.classify = ClassifyHead{.labels = {"one"}, .pooling = Pooling::attention};
  return config;
}

EncoderConfig no_norms() {
  EncoderConfig config = base(12, 2, 2);
  config.norm_placement = NormPlacement::none;
  config.unscaled_scores = true;
  config.classify = ClassifyHead{.labels = {"one"}, .pooling = Pooling::mean};
  return config;
}

EncoderConfig no_residuals(NormPlacement norms) {
  EncoderConfig config = no_norms();
  config.norm_placement = norms;
  config.unscaled_scores = false;
  config.without_residuals = true;
  return config;
}

EncoderConfig continuous(RelativeForm form) {
  EncoderConfig config = base(24, 3, 2);
  config.positions = Positions::continuous;
  config.continuous = ContinuousPositions{.form = form, .unit = 2.5F};
  if (form == RelativeForm::spline) config.continuous->knots = {-20, -3, -1, 0, 0.5F, 2, 9};
  config.classify = ClassifyHead{.labels = {"a", "b"}, .pooling = Pooling::attention};
  config.masked_lm = MaskedLmHead{};
  return config;
}

EncoderConfig volume() {
  EncoderConfig config = continuous(RelativeForm::spline);
  config.continuous->dimensions = 3;
  config.continuous->periods = {3, 40};
  config.features = 4;
  config.embedding_norm = true;
  return config;
}

EncoderConfig distance_in_a_plane() {
  EncoderConfig config = continuous(RelativeForm::power_law);
  config.continuous->dimensions = 2;
  config.norm_placement = NormPlacement::post;
  return config;
}

EncoderConfig coordinates_of_a_stem() {
  EncoderConfig config = plain_stem();
  config.positions = Positions::continuous;
  config.continuous = ContinuousPositions{.periods = {7}, .form = RelativeForm::exponential, .unit = 30};
  config.features = 1;
  return config;
}

EncoderConfig numbers_alone() {
  EncoderConfig config = no_norms();
  config.vocabulary = 1;
  config.mask_token = -1;
  config.features = 3;
  return config;
}

}  // namespace

std::vector<SampleModel> sample_models_with_numbers() {
  EncoderConfig waves = continuous(RelativeForm::none);
  waves.continuous->periods = {1, 10, 100};
  return {{"spline", continuous(RelativeForm::spline)},
          {"power_law", continuous(RelativeForm::power_law)},
          {"exponential", continuous(RelativeForm::exponential)},
          {"waves", waves},
          {"volume", volume()},
          {"distance_in_a_plane", distance_in_a_plane()},
          {"coordinates_of_a_stem", coordinates_of_a_stem()},
          {"numbers_alone", numbers_alone()}};
}

Numbers sample_numbers(const EncoderConfig& config, std::size_t length, std::uint64_t seed) {
  Random random(seed + 7);
  Numbers numbers;
  const int positions = config.encoder_positions(static_cast<int>(length));
  for (int i = 0; config.continuous && i < positions * config.continuous->dimensions; ++i)
    numbers.coordinates.push_back(static_cast<float>(5 * random.normal()));
  for (std::size_t i = 0; i < length * static_cast<std::size_t>(config.features); ++i)
    numbers.features.push_back(random.below(5) == 0 ? NAN : static_cast<float>(random.normal()));
  return numbers;
}

std::vector<SampleModel> sample_models() {
  return {{"esm_like", esm_like()},
          {"bert_like", bert_like()},
          {"dnabert2_like", dnabert2_like()},
          {"nt_like", nt_like()},
          {"offset_positions", offset_positions()},
          {"promoter_like", promoter_like()},
          {"site_like", site_like()},
          {"local_post_norm", local_post_norm()},
          {"plain_stem", plain_stem()},
          {"no_positions", no_positions()},
          {"no_norms", no_norms()},
          {"no_residuals_pre", no_residuals(NormPlacement::pre)},
          {"no_residuals_post", no_residuals(NormPlacement::post)},
          {"no_residuals_no_norms", no_residuals(NormPlacement::none)}};
}

EncoderConfig sample_config(const std::string& name) {
  for (const auto& samples : {sample_models(), sample_models_with_numbers()})
    for (const SampleModel& sample : samples)
      if (sample.name == name) return sample.config;
  throw std::out_of_range(name);
}

Parameters sample_parameters(const EncoderConfig& config, std::uint64_t seed) {
  Parameters parameters(config);
  initialise(parameters, config, seed);
  Random random(seed + 1);
  for (const TensorSpec& tensor : parameters.layout().tensors()) {
    if (!tensor.trained) continue;
    // Linear weights keep their spread; vectors and embeddings get one that shows.
    const double spread = tensor.name.starts_with("embed.") ? 0.5 : tensor.decayed ? 0.0 : 0.3;
    for (float& value : parameters.values().subspan(tensor.offset, tensor.rows * tensor.cols))
      value += static_cast<float>(spread * random.normal());
  }
  return parameters;
}

std::vector<std::int32_t> sample_tokens(const EncoderConfig& config, std::size_t length, std::uint64_t seed) {
  Random random(seed);
  std::vector<std::int32_t> tokens(length);
  for (auto& token : tokens) {
    token = static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(config.vocabulary)));
    if (config.mask_token >= 0 && random.below(8) == 0) token = config.mask_token;
  }
  return tokens;
}

}  // namespace seqlens::test
