#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "seqlens/core/random.h"
#include "seqlens/model/coordinates.h"

#include "attention-lab/claims.h"
#include "attention-lab/critical-chains/exponential_fit.h"
#include "attention-lab/critical-chains/ising_chain.h"
#include "attention-lab/lab/token_task.h"

namespace attention_lab {

namespace {

using seqlens::Random;
using seqlens::model::ContinuousPositions;
using seqlens::model::EncoderConfig;
using seqlens::model::RelativeForm;

constexpr double kCritical = 1, kGapped = 0.7;
constexpr std::size_t kSites = 64;   // that a record shows, the origin among them
constexpr double kFitError = 0.002;  // worst relative error that sums of exponentials are asked for

struct Form {
  const char* name;
  RelativeForm form;
};
constexpr std::array kForms{Form{"power law", RelativeForm::power_law}, Form{"spline", RelativeForm::spline},
                            Form{"exponential", RelativeForm::exponential}};

/// Sites of a chain at random distances from an origin, as many in each factor of two. Stretches of them
/// carry the same random value, so that every scale counts. Wanted at the origin: the mean of the values,
/// weighted by the correlation with the origin.
TokenExamples chain_examples(const std::vector<double>& correlations, std::size_t count, std::uint64_t seed) {
  TokenExamples data;
  Random random(seed);
  const double most = static_cast<double>(correlations.size() - 1);
  for (std::size_t n = 0; n < count; ++n) {
    std::vector<std::size_t> sites;
    for (std::size_t i = 1; i < kSites; ++i)
      sites.push_back(static_cast<std::size_t>(std::floor(std::exp(random.uniform() * std::log(most)))));
    std::ranges::sort(sites);
    sites.insert(sites.begin(), 0);
    std::vector<float> values(kSites);
    float value = 0;
    for (std::size_t i = 1; i < kSites; ++i) {
      if (i % 8 == 1) value = static_cast<float>(2 * random.normal());
      values[i] = value;
    }
    double sum = 0, weights = 0;
    for (std::size_t i = 0; i < kSites; ++i)
      sum += correlations[sites[i]] * values[i], weights += correlations[sites[i]];
    seqlens::train::Example example;
    example.tokens.assign(kSites, 0);
    example.features = values;
    example.coordinates.assign(sites.begin(), sites.end());
    std::vector<float> expected(kSites, std::nanf(""));
    expected[0] = static_cast<float>(sum / weights);
    data.add(std::move(example), std::move(expected));
  }
  return data;
}

EncoderConfig layer(RelativeForm form) {
  EncoderConfig config = small_encoder(1, 8, 1, 1);
  config.norm_placement = seqlens::model::NormPlacement::none;
  config.final_norm = false;
  config.features = 1;
  config.positions = seqlens::model::Positions::continuous;
  config.continuous = ContinuousPositions{.form = form};
  // The same knots at every length: they reach beyond the longest.
  for (float knot = 0; form == RelativeForm::spline && knot <= 4096; knot = 2 * knot + 1)
    config.continuous->knots.push_back(knot);
  set_token_outputs(config, 1);
  return config;
}

/// Mean distance of the logarithm of the head's own function of the distance from that of the correlations,
/// over steps of half a factor of two from 1 to the length; both are made to agree on average, since a
/// softmax has no scale. For small errors it is the mean relative error.
double kernel_error(const EncoderConfig& config, const seqlens::model::Parameters& parameters,
                    const std::vector<double>& correlations) {
  const auto weights = parameters.matrix("layer.0.attention.relative.weight");
  const seqlens::model::RelativeFunction function(*config.continuous,
                                                  std::span(weights.row(0), weights.cols));
  std::vector<double> apart;
  double mean = 0;
  for (double r = 1; r < static_cast<double>(correlations.size()); r *= std::sqrt(2.0)) {
    const auto distance = static_cast<std::size_t>(r);
    const auto x = static_cast<float>(distance);
    apart.push_back(double{function.at(std::span(&x, 1))} - std::log(correlations[distance]));
    mean += apart.back();
  }
  mean /= static_cast<double>(apart.size());
  double error = 0;
  for (const double x : apart) error += std::abs(x - mean) / static_cast<double>(apart.size());
  return error;
}

double trained_error(RelativeForm form, const std::vector<double>& correlations, const Effort& effort,
                     std::uint64_t seed) {
  const EncoderConfig config = layer(form);
  const Recipe recipe{.steps = effort.quick ? 300U : 1500U, .batch = 16, .learning_rate = 2e-2};
  const auto trained =
      train_tokens(config, TokenLoss::squared, chain_examples(correlations, 4000, seed), recipe, seed);
  return kernel_error(config, trained, correlations);
}

std::vector<double> first(const std::vector<double>& correlations, std::size_t most) {
  return {correlations.begin(), correlations.begin() + static_cast<std::ptrdiff_t>(most) + 1};
}

Finding run(const Effort& effort) {
  Finding finding;
  finding.done = fmt::format(
      "Correlations of the order parameter of the endless transverse-field Ising chain, exact by free "
      "fermions: at "
      "the critical field they fall as r^(-1/4), off it exponentially. One head learns to weigh sites by "
      "them; its "
      "scores are a power law or an exponential with one learned number, or a spline. Beside it the fewest "
      "exponentials whose sum has a relative error of at most {} everywhere: a matrix product state of bond "
      "dimension D has at most D^2 - 1 of them.",
      kFitError);
  const std::vector<std::size_t> lengths =
      effort.quick ? std::vector<std::size_t>{64, 4096}
                   : std::vector<std::size_t>{64, 128, 256, 512, 1024, 2048, 4096};
  const auto critical = ising_correlations(kCritical, lengths.back());
  const auto gapped = ising_correlations(kGapped, 64);
  const auto errors =
      for_variants_and_seeds(kForms.size() * lengths.size(), effort, [&](std::size_t v, std::uint64_t seed) {
        return trained_error(kForms[v % kForms.size()].form, first(critical, lengths[v / kForms.size()]),
                             effort, seed);
      });
  const auto gapped_errors = for_variants_and_seeds(1, effort, [&](std::size_t, std::uint64_t seed) {
    return trained_error(RelativeForm::exponential, first(gapped, 24), effort, seed);
  });
  finding.table = {"numbers", {"chain", "length", "seed", "form", "kernel_error", "exponentials_needed"}, {}};
  std::vector<seqlens::report::Series> lines;
  std::array<Values, 3> worst;
  for (std::size_t f = 0; f < kForms.size(); ++f) {
    seqlens::report::Series line{.name = kForms[f].name};
    worst[f].assign(effort.seeds, 0);
    for (std::size_t l = 0; l < lengths.size(); ++l) {
      const Values& found = errors[l * kForms.size() + f];
      line.x.push_back(static_cast<double>(lengths[l])), line.y.push_back(spread_of(found).mean);
      for (std::size_t s = 0; s < effort.seeds; ++s) {
        worst[f][s] = std::max(worst[f][s], found[s]);
        finding.table.add_row({std::string("critical"),
                               static_cast<std::int64_t>(lengths[l]),
                               static_cast<std::int64_t>(effort.first_seed + s),
                               std::string(kForms[f].name),
                               found[s],
                               {}});
      }
    }
    lines.push_back(std::move(line));
  }
  seqlens::report::Series terms{.name = "critical"}, gapped_terms{.name = "gapped"};
  for (const std::size_t length : lengths) {
    const std::size_t needed = exponentials_needed(first(critical, length), kFitError, 12);
    finding.table.add_row({std::string("critical"),
                           static_cast<std::int64_t>(length),
                           {},
                           {},
                           {},
                           static_cast<std::int64_t>(needed)});
    terms.x.push_back(static_cast<double>(length)), terms.y.push_back(static_cast<double>(needed));
  }
  for (const std::size_t length : {16U, 32U, 64U}) {
    const std::size_t needed = exponentials_needed(first(gapped, length), kFitError, 12);
    finding.table.add_row({std::string("gapped"),
                           static_cast<std::int64_t>(length),
                           {},
                           {},
                           {},
                           static_cast<std::int64_t>(needed)});
    gapped_terms.x.push_back(static_cast<double>(length)),
        gapped_terms.y.push_back(static_cast<double>(needed));
  }
  finding.pictures.emplace_back(seqlens::report::Plot{"critical-chains",
                                                      "Critical chain: error of the learned kernel",
                                                      {.title = "length", .log = true},
                                                      {.title = "relative error", .low = 0},
                                                      lines});
  finding.pictures.emplace_back(seqlens::report::Plot{"exponentials",
                                                      "Exponentials needed",
                                                      {.title = "length", .log = true},
                                                      {.title = "terms", .low = 0},
                                                      {terms, gapped_terms}});
  const double doublings =
      std::log2(static_cast<double>(lengths.back()) / static_cast<double>(lengths.front()));
  finding.checks = {
      at_most(Role::claim, "critical: relative error of the power law, the worst length", worst[0], 0.15),
      at_most(Role::claim, "critical: relative error of the spline, the worst length", worst[1], 0.15),
      at_least(Role::control, "critical: relative error of the exponential, the worst length", worst[2], 0.5),
      at_least(Role::claim, "exponentials needed at the longest less at the shortest",
               {terms.y.back() - terms.y.front()}, 2),
      at_least(Role::limit, "the same for every doubling of the length",
               {(terms.y.back() - terms.y.front()) / doublings}, 0.3),
      at_most(Role::control, "gapped: exponentials needed at 64 less at 32",
              {gapped_terms.y[2] - gapped_terms.y[1]}, 0),
      at_most(Role::limit, "gapped: relative error of the exponential kernel over 24 sites", gapped_errors[0],
              0.4)};
  return finding;
}

}  // namespace

const Claim kCriticalChains{
    "critical-chains", "Critical chains",
    "Correlations that fall as a power law are fitted at every length by attention with a "
    "fixed number of parameters, while sums of exponentials (matrix product states) need "
    "terms that grow with the logarithm of the length.",
    "Pfeuty 1970 (chain); Beylkin & Monzon 2005, Pirvu et al. 2010 (exponentials)", run};

}  // namespace attention_lab
