#include <cmath>

#include <catch2/catch.hpp>

#include "seqlens/protein/residue.h"
#include "seqlens/protein/site_likelihood.h"

#include "planted_family.h"
#include "support/require_close.h"

using namespace seqlens;
using namespace seqlens::protein;
using namespace seqlens::test;

namespace {

/// By its definition, in double precision.
double loss_by_definition(const Alignment& alignment, const std::vector<float>& weights, std::size_t site,
                          const std::vector<double>& couplings, const std::vector<double>& bias) {
  double loss = 0;
  for (std::size_t r = 0; r < alignment.rows; ++r) {
    const auto row = alignment.row(r);
    if (!is_residue(row[site])) continue;
    std::vector<double> logits = bias;
    for (std::size_t j = 0; j < alignment.columns; ++j)
      for (std::size_t a = 0; a < 20 && is_residue(row[j]); ++a)
        logits[a] += couplings[(j * 20 + row[j]) * 20 + a];
    double sum = 0;
    for (const double logit : logits) sum += std::exp(logit);
    loss -= double{weights[r]} * (logits[row[site]] - std::log(sum));
  }
  return loss;
}

}  // namespace

TEST_CASE("the likelihood of a column and its gradient agree with the definition") {
  const auto alignment = planted_family(13, 4, {{0, 2}}, 5, 0.2);
  Random random(6);
  std::vector<float> weights(alignment.rows);
  for (float& weight : weights) weight = static_cast<float>(0.2 + random.uniform());
  const Observations observations(alignment, weights, every_row(alignment));
  constexpr std::size_t kSite = 1, kRows = 80;
  std::vector<float> couplings(kRows * 20), bias(20), gradient(kRows * 20, 9), bias_gradient(20, 9);
  for (std::size_t k = 0; k < couplings.size(); ++k)
    couplings[k] = k / 400 == kSite ? 0 : static_cast<float>(random.normal());
  for (float& b : bias) b = static_cast<float>(random.normal());

  SiteLikelihood likelihood;
  const double loss = likelihood.evaluate(observations, kSite, {couplings.data(), kRows, 20}, bias,
                                          {gradient.data(), kRows, 20}, bias_gradient);
  std::vector<double> x(couplings.begin(), couplings.end()), b(bias.begin(), bias.end());
  const double expected = loss_by_definition(alignment, weights, kSite, x, b);
  CHECK(std::abs(loss - expected) <= 1e-4 * expected);

  constexpr double kStep = 1e-5;
  const auto slope = [&](double& parameter) {
    const double kept = parameter;
    parameter = kept + kStep;
    const double above = loss_by_definition(alignment, weights, kSite, x, b);
    parameter = kept - kStep;
    const double below = loss_by_definition(alignment, weights, kSite, x, b);
    parameter = kept;
    return (above - below) / (2 * kStep);
  };
  std::vector<double> slopes, bias_slopes;
  for (std::size_t k = 0; k < x.size(); ++k) slopes.push_back(k / 400 == kSite ? 0 : slope(x[k]));
  for (double& value : b) bias_slopes.push_back(slope(value));
  require_close(gradient, slopes, {2e-5, 1e-4});
  require_close(bias_gradient, bias_slopes, {2e-5, 1e-4});
}

TEST_CASE("log_frequencies holds weighted counts and one pseudocount a residue") {
  const Alignment alignment{3, 1, {0, 0, kGap}};
  const std::vector<float> weights = {1, 0.5, 1};
  const auto logs = log_frequencies(Observations(alignment, weights, every_row(alignment)));
  REQUIRE(logs.size() == 20);
  CHECK(double{logs[0]} - double{logs[1]} == Approx(std::log(2.5)));
  CHECK(logs[1] == logs[19]);
}
