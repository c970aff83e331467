#include <array>
#include <cmath>
#include <numeric>

#include "seqlens/train/trainable_encoder.h"

#include "attention-lab/claims.h"
#include "attention-lab/lab/training.h"

namespace attention_lab {

namespace {

using seqlens::model::EncoderConfig;
using seqlens::model::NormPlacement;

struct Variant {
  const char* name;
  bool residuals;
  NormPlacement norms;
};
constexpr std::array kVariants{Variant{"residuals and norms", true, NormPlacement::pre},
                               Variant{"residuals alone", true, NormPlacement::none},
                               Variant{"norms alone", false, NormPlacement::pre},
                               Variant{"neither", false, NormPlacement::none}};

EncoderConfig config_of(const Variant& variant, int layers) {
  EncoderConfig config = small_encoder(16, 32, 2, layers);
  config.norm_placement = variant.norms;
  config.without_residuals = !variant.residuals;
  config.final_norm = variant.norms != NormPlacement::none;
  config.positions = seqlens::model::Positions::rotary;
  config.classify = class_head(2, seqlens::model::Pooling::cls);
  return config;
}

/// Length of the gradient that comes back to the input of the first layer, before any training.
double reaching_gradient(const Variant& variant, int layers, std::uint64_t seed) {
  const EncoderConfig config = config_of(variant, layers);
  seqlens::model::Parameters parameters(config);
  seqlens::model::initialise(parameters, config, seed);
  seqlens::train::TrainableEncoder encoder(config);
  encoder.load(parameters);
  std::vector<std::int32_t> tokens(16);
  std::iota(tokens.begin(), tokens.end(), 0);
  const seqlens::train::ChunkSequence sequence{tokens};
  seqlens::train::ChunkPass pass;
  const auto outputs = encoder.forward(std::span(&sequence, 1), {.classify = true}, pass);
  seqlens::train::OutputGradients slopes;
  slopes.shape_like(outputs);
  slopes.matrices().classify.at(0, 0) = 1;
  seqlens::model::Parameters gradients(config);
  encoder.backward(slopes.read_only(), pass, gradients);
  const auto input = seqlens::train::TrainableEncoder::embedding_gradient(pass);
  double square = 0;
  for (std::size_t t = 0; t < input.rows; ++t)
    for (std::size_t i = 0; i < input.cols; ++i) square += double{input.at(t, i)} * double{input.at(t, i)};
  return std::sqrt(square);
}

Finding run(const Effort& effort) {
  Finding finding;
  finding.done =
      "Untrained encoders of 2 to 64 layers: how long the gradient is that comes back to the input of the "
      "first "
      "layer, compared with an encoder of two layers of the same kind.";
  finding.table = {"numbers", {"variant", "layers", "seed", "over_two_layers"}, {}};
  std::vector<seqlens::report::Series> lines;
  std::vector<Values> deepest;
  for (const Variant& variant : kVariants) {
    seqlens::report::Series line{.name = variant.name};
    Values two;
    for (const int layers : {2, 4, 8, 16, 32, 64}) {
      Values values(effort.seeds);
      for_each_job(effort.seeds, [&](std::size_t s) {
        values[s] = reaching_gradient(variant, layers, effort.first_seed + s);
      });
      if (layers == 2) two = values;
      for (std::size_t s = 0; s < effort.seeds; ++s) values[s] /= two[s];
      for (std::size_t s = 0; s < effort.seeds; ++s)
        finding.table.add_row({std::string(variant.name), static_cast<std::int64_t>(layers),
                               static_cast<std::int64_t>(effort.first_seed + s), values[s]});
      line.x.push_back(layers), line.y.push_back(spread_of(values).mean);
      if (layers == 64) deepest.push_back(values);
    }
    lines.push_back(std::move(line));
  }
  finding.pictures.emplace_back(
      seqlens::report::Plot{"residuals",
                            "What reaches the first layer",
                            {.title = "layers", .log = true},
                            {.title = "gradient, over that of two layers", .log = true},
                            lines});
  finding.checks = {
      every_at_least(Role::claim,
                     "64 layers, residuals and norms: gradient at the input, over that of two layers",
                     deepest[0], 0.1),
      every_at_most(Role::control, "64 layers, norms alone", deepest[2], 0.1),
      every_at_most(Role::control, "64 layers, neither", deepest[3], 1e-3),
      every_at_least(Role::limit, "64 layers, residuals alone", deepest[1], 0.1)};
  return finding;
}

}  // namespace

const Claim kResiduals{
    "residuals", "Residuals and norms carry the gradient",
    "Through residual connections and norms the gradient reaches the first of many layers; "
    "without them it does not.",
    "He et al. 2016; Ba et al. 2016; Xiong et al. 2020; Dong et al. 2021", run};

}  // namespace attention_lab
