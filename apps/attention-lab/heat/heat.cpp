#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "seqlens/core/random.h"

#include "attention-lab/claims.h"
#include "attention-lab/lab/token_task.h"

namespace attention_lab {

namespace {

using seqlens::Random;
using seqlens::model::EncoderConfig;
using seqlens::model::Parameters;

/// A law of one step: new values = matrix times old ones, over so many points.
struct Law {
  std::size_t points = 0;
  std::vector<double> matrix;  // (points, points)
  [[nodiscard]] double at(std::size_t i, std::size_t j) const { return matrix[i * points + j]; }
  [[nodiscard]] std::vector<double> step(const std::vector<double>& u) const {
    std::vector<double> v(points);
    for (std::size_t i = 0; i < points; ++i)
      for (std::size_t j = 0; j < points; ++j) v[i] += at(i, j) * u[j];
    return v;
  }
};

Law product(const Law& a, const Law& b) {
  Law c{a.points, std::vector<double>(a.matrix.size())};
  for (std::size_t i = 0; i < a.points; ++i)
    for (std::size_t k = 0; k < a.points; ++k)
      for (std::size_t j = 0; j < a.points; ++j) c.matrix[i * a.points + j] += a.at(i, k) * b.at(k, j);
  return c;
}

/// One explicit finite-difference step of the heat equation, with ends that reflect.
Law difference_step(std::size_t points, double time) {
  Law law{points, std::vector<double>(points * points)};
  for (std::size_t i = 0; i < points; ++i) {
    law.matrix[i * points + i] = 1;
    for (const std::size_t j : {i - 1, i + 1}) {
      if (j >= points) continue;
      law.matrix[i * points + j] += time;
      law.matrix[i * points + i] -= time;
    }
  }
  return law;
}

/// The exact kernel of the heat equation on the grid: a great many small steps.
Law heat(std::size_t points, double time) {
  constexpr int kDoublings = 12;
  Law law = difference_step(points, time / (1 << kDoublings));
  for (int i = 0; i < kDoublings; ++i) law = product(law, law);
  return law;
}

/// A law without a stencil: every point gets a mean of all, weighted by a power of the distance.
Law far_reaching(std::size_t points) {
  Law law{points, std::vector<double>(points * points)};
  for (std::size_t i = 0; i < points; ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < points; ++j)
      sum += law.matrix[i * points + j] =
          std::pow(1 + std::abs(static_cast<double>(i) - static_cast<double>(j)), -1.5);
    for (std::size_t j = 0; j < points; ++j) law.matrix[i * points + j] /= sum;
  }
  return law;
}

/// A law along one axis, applied along both of a square.
Law in_the_plane(const Law& line) {
  const std::size_t n = line.points;
  Law law{n * n, std::vector<double>(n * n * n * n)};
  for (std::size_t i = 0; i < n * n; ++i)
    for (std::size_t j = 0; j < n * n; ++j)
      law.matrix[i * n * n + j] = line.at(i / n, j / n) * line.at(i % n, j % n);
  return law;
}

/// A line of points, or a square grid of them.
std::vector<float> coordinates_of(std::size_t points, int dimensions) {
  std::vector<float> coordinates;
  const auto side = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(points))));
  for (std::size_t i = 0; i < points; ++i) {
    if (dimensions == 2) coordinates.push_back(static_cast<float>(i / side));
    coordinates.push_back(static_cast<float>(dimensions == 2 ? i % side : i));
  }
  return coordinates;
}

seqlens::train::Example example_of(const std::vector<double>& u, int dimensions) {
  seqlens::train::Example example;
  example.tokens.assign(u.size(), 0);
  example.features.assign(u.begin(), u.end());
  example.coordinates = coordinates_of(u.size(), dimensions);
  return example;
}

/// Noise on a level of its own: what lasts counts as much as what is smoothed away.
std::vector<double> random_state(std::size_t points, Random& random) {
  std::vector<double> u(points);
  const double level = random.normal();
  for (double& x : u) x = level + random.normal();
  return u;
}

TokenExamples steps_of(const Law& law, int dimensions, std::size_t count, std::uint64_t seed) {
  TokenExamples data;
  Random random(seed);
  for (std::size_t n = 0; n < count; ++n) {
    const auto u = random_state(law.points, random);
    const auto v = law.step(u);
    data.add(example_of(u, dimensions), std::vector<float>(v.begin(), v.end()));
  }
  return data;
}

/// One layer with one head; positions are a learned function of the offset in each dimension.
EncoderConfig layer(int dimensions) {
  EncoderConfig config = small_encoder(1, 8, 1, 1);
  config.norm_placement = seqlens::model::NormPlacement::none;
  config.final_norm = false;
  config.features = 1;
  config.positions = seqlens::model::Positions::continuous;
  config.continuous = seqlens::model::ContinuousPositions{.dimensions = dimensions};
  for (int k = 16; k >= 1; k /= 2) config.continuous->knots.push_back(static_cast<float>(-k));
  config.continuous->knots.insert(config.continuous->knots.end(), {-3, -6, 0, 3, 6});
  for (int k = 1; k <= 16; k *= 2) config.continuous->knots.push_back(static_cast<float>(k));
  std::ranges::sort(config.continuous->knots);
  set_token_outputs(config, 1);
  return config;
}

/// What a layer does to a single point of 1 in a state of zeros, seen from the middle: its stencil.
std::vector<double> stencil(const EncoderConfig& config, const Parameters& parameters, std::size_t points) {
  Examples impulses;
  for (std::size_t j = 0; j <= points; ++j) {
    std::vector<double> u(points);
    if (j < points) u[j] = 1;
    impulses.push_back(example_of(u, 1));
  }
  const auto outputs = token_outputs(config, parameters, impulses);
  std::vector<double> weights;
  for (std::size_t j = 0; j < points; ++j)
    weights.push_back(double{outputs[j][points / 2]} - double{outputs[points][points / 2]});
  return weights;
}

double distance(const std::vector<double>& a, const std::vector<double>& b) {
  double error = 0, size = 0;
  for (std::size_t i = 0; i < a.size(); ++i) error += (a[i] - b[i]) * (a[i] - b[i]), size += b[i] * b[i];
  return std::sqrt(error / size);
}

/// Relative error after so many steps on its own outputs, mean over some states.
double roll_out(const EncoderConfig& config, const Parameters& parameters, const Law& law, int steps,
                std::uint64_t seed) {
  Random random(seed);
  Examples states;
  std::vector<std::vector<double>> exact;
  for (int n = 0; n < 8; ++n) {
    exact.push_back(random_state(law.points, random));
    states.push_back(example_of(exact.back(), 1));
  }
  for (int step = 0; step < steps; ++step) {
    const auto outputs = token_outputs(config, parameters, states);
    for (std::size_t n = 0; n < states.size(); ++n) states[n].features = outputs[n];
    for (auto& u : exact) u = law.step(u);
  }
  double error = 0;
  for (std::size_t n = 0; n < states.size(); ++n)
    error += distance({states[n].features.begin(), states[n].features.end()}, exact[n]) / 8;
  return error;
}

/// Relative error of another law on random states.
double error_of(const Law& other, const Law& law, std::uint64_t seed) {
  Random random(seed);
  double error = 0;
  for (int n = 0; n < 50; ++n) {
    const auto u = random_state(law.points, random);
    error += distance(other.step(u), law.step(u)) / 50;
  }
  return error;
}

/// The best law of three points for `law`: least squares over random states is least squares over its rows.
Law best_stencil(const Law& law) {
  double self = 0, near = 0, near_count = 0;
  for (std::size_t i = 0; i < law.points; ++i) {
    self += law.at(i, i) / static_cast<double>(law.points);
    if (i > 0) near += law.at(i, i - 1) + law.at(i - 1, i), near_count += 2;
  }
  Law fitted{law.points, std::vector<double>(law.matrix.size())};
  for (std::size_t i = 0; i < law.points; ++i) {
    fitted.matrix[i * law.points + i] = self;
    if (i > 0)
      fitted.matrix[i * law.points + i - 1] = fitted.matrix[(i - 1) * law.points + i] = near / near_count;
  }
  return fitted;
}

struct Numbers {
  double heat = 0, kernel = 0, rolled = 0, far = 0, plane = 0;
  std::vector<double> weights;
};

constexpr double kTime = 0.8;
constexpr std::size_t kPoints = 40;

Numbers measure(const Effort& effort, std::uint64_t seed) {
  const Law law = heat(kPoints, kTime), far = far_reaching(kPoints);
  const std::size_t side = effort.quick ? 6 : 10;
  const Law plane = in_the_plane(heat(side, kTime));
  const Recipe recipe{.steps = effort.quick ? 600U : 2000U, .batch = 16, .learning_rate = 1e-2};
  const EncoderConfig line = layer(1), square = layer(2);
  const auto trained = [&](const EncoderConfig& config, const Law& of, int dimensions) {
    return train_tokens(config, TokenLoss::squared, steps_of(of, dimensions, 2000, 3 * seed), recipe, seed);
  };
  const auto error = [&](const EncoderConfig& config, const Parameters& parameters, const Law& of,
                         int dimensions) {
    return relative_error(config, parameters, steps_of(of, dimensions, 50, 3 * seed + 1));
  };
  Numbers numbers;
  const Parameters heated = trained(line, law, 1);
  numbers.heat = error(line, heated, law, 1);
  numbers.weights = stencil(line, heated, kPoints);
  const auto exact = law.matrix.begin() + kPoints / 2 * kPoints;
  numbers.kernel = distance(numbers.weights, {exact, exact + kPoints});
  numbers.rolled = roll_out(line, heated, law, 50, 3 * seed + 2);
  numbers.far = error(line, trained(line, far, 1), far, 1);
  numbers.plane = error(square, trained(square, plane, 2), plane, 2);
  return numbers;
}

Finding run(const Effort& effort) {
  Finding finding;
  finding.done = fmt::format(
      "{} points on a line, a time step of {}: one layer with one head, whose scores are a learned function "
      "of the "
      "offset, is shown random states and what the exact heat kernel makes of them. Beside it one explicit "
      "finite-difference step. Then the same layer on a square grid, on a law whose weights fall as a power "
      "of the "
      "distance, and on its own outputs for 50 steps.",
      kPoints, kTime);
  std::vector<Numbers> numbers(effort.seeds);
  for_each_job(effort.seeds, [&](std::size_t s) { numbers[s] = measure(effort, effort.first_seed + s); });
  const Law law = heat(kPoints, kTime), far = far_reaching(kPoints);
  const double difference = error_of(difference_step(kPoints, kTime), law, effort.first_seed);
  const double three = error_of(best_stencil(far), far, effort.first_seed);
  finding.table = {"numbers",
                   {"seed", "one_step", "stencil", "after_50_steps", "far_reaching", "plane",
                    "finite_difference", "best_of_three_points"},
                   {}};
  Values one, kernel, rolled, reach, plane;
  for (std::size_t s = 0; s < effort.seeds; ++s) {
    const Numbers& n = numbers[s];
    one.push_back(n.heat), kernel.push_back(n.kernel), rolled.push_back(n.rolled);
    reach.push_back(n.far), plane.push_back(n.plane);
    finding.table.add_row({static_cast<std::int64_t>(effort.first_seed + s), n.heat, n.kernel, n.rolled,
                           n.far, n.plane, difference, three});
  }
  seqlens::report::Series exact{.name = "exact kernel", .dashed = true};
  seqlens::report::Series learned{.name = "learned", .mark = seqlens::report::Mark::points};
  for (std::size_t j = kPoints / 2 - 8; j <= kPoints / 2 + 8; ++j) {
    const double offset = static_cast<double>(j) - kPoints / 2.0;
    exact.x.push_back(offset), exact.y.push_back(law.at(kPoints / 2, j));
    learned.x.push_back(offset), learned.y.push_back(numbers[0].weights[j]);
  }
  finding.pictures.emplace_back(seqlens::report::Plot{"heat",
                                                      "What a point gives to its neighbours",
                                                      {.title = "offset"},
                                                      {.title = "weight"},
                                                      {exact, learned}});
  finding.checks = {
      at_most(Role::claim, "relative error of one step", one, 0.1),
      at_least(Role::control, "relative error of an explicit finite-difference step", {difference}, 0.1),
      at_most(Role::claim, "relative distance of the learned stencil from the exact kernel", kernel,
              effort.quick ? 0.1 : 0.05),
      at_most(Role::limit, "relative error after 50 steps on its own outputs", rolled, 0.2),
      at_most(Role::claim, "far-reaching law: relative error", reach, 0.1),
      at_least(Role::control, "far-reaching law: relative error of the best three points", {three}, 0.3),
      at_most(Role::claim, "on a square grid: relative error of one step", plane, 0.15)};
  return finding;
}

}  // namespace

const Claim kHeat{
    "heat", "Learning the heat equation",
    "One attention layer over grid points learns the kernel of the heat equation, and laws that no "
    "short stencil can express.",
    "Cao 2021; Guibas et al. 2022; Li et al. 2021 (neural operators)", run};

}  // namespace attention_lab
