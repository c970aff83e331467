#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "seqlens/core/random.h"
#include "seqlens/kernels/attention.h"

#include "attention-lab/claims.h"
#include "attention-lab/lab/token_task.h"

namespace attention_lab {

namespace {

using seqlens::Random;
using seqlens::kernels::ConstMatrix;

constexpr std::size_t kWidth = 32;
constexpr std::size_t kChunk = 128;

/// Multiply-adds of one head: scores and weighted values.
double head_products(std::size_t tokens) {
  return 2.0 * static_cast<double>(tokens) * static_cast<double>(tokens) * kWidth;
}

struct Cost {
  double products = 0;  ///< multiply-adds
  double bytes = 0;     ///< of scratch
  double seconds = 0;
};

std::vector<float> random_rows(std::size_t tokens) {
  Random random(tokens);
  std::vector<float> rows(tokens * kWidth);
  for (float& x : rows) x = static_cast<float>(random.normal());
  return rows;
}

/// One head of the engine's kernel over all tokens, in parts of `chunk`.
Cost kernel_cost(const std::vector<float>& rows, std::size_t chunk) {
  const std::size_t tokens = rows.size() / kWidth;
  std::vector<float> out(rows.size());
  seqlens::kernels::AttentionWorkspace workspace;
  Cost cost;
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t first = 0; first < tokens; first += chunk) {
    const std::size_t count = std::min(chunk, tokens - first);
    const ConstMatrix x(rows.data() + first * kWidth, count, kWidth);
    seqlens::kernels::attention_head(x, x, x, {.scale = 0.1F}, {out.data() + first * kWidth, count, kWidth},
                                     workspace);
    cost.products += head_products(count);
  }
  cost.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  cost.bytes = static_cast<double>(workspace.buffer.size() * sizeof(float));
  return cost;
}

/// Slope of log y against log x, by least squares.
double exponent(const Values& x, const Values& y) {
  double sx = 0, sy = 0, sxx = 0, sxy = 0;
  const auto n = static_cast<double>(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double a = std::log(x[i]), b = std::log(y[i]);
    sx += a, sy += b, sxx += a * a, sxy += a * b;
  }
  return (n * sxy - sx * sy) / (n * sxx - sx * sx);
}

constexpr std::size_t kLength = 48;
constexpr std::size_t kFar = 20, kNear = 2;

/// Each token is to say what stood `distance` before it; cut into chunks, a chunk is all that is seen.
TokenExamples copies(std::size_t count, std::size_t distance, std::size_t chunk, std::uint64_t seed) {
  TokenExamples data;
  Random random(seed);
  std::vector<std::int32_t> tokens(kLength);
  for (std::size_t n = 0; n < count; ++n) {
    for (auto& token : tokens) token = static_cast<std::int32_t>(random.below(8));
    for (std::size_t first = 0; first < kLength; first += chunk) {
      seqlens::train::Example example;
      example.tokens.assign(tokens.begin() + static_cast<std::ptrdiff_t>(first),
                            tokens.begin() + static_cast<std::ptrdiff_t>(std::min(first + chunk, kLength)));
      std::vector<float> expected;
      for (std::size_t t = first; t < first + example.tokens.size(); ++t) {
        expected.push_back(t < kFar ? std::numeric_limits<float>::quiet_NaN()
                                    : static_cast<float>(tokens[t - distance]));
        example.coordinates.push_back(static_cast<float>(t));
      }
      data.add(std::move(example), std::move(expected));
    }
  }
  // A chunk before any token that is asked has nothing to learn from.
  std::erase_if(data.examples,
                [&](const auto& example) { return example.coordinates.back() < static_cast<float>(kFar); });
  return data;
}

double copy_accuracy(std::size_t distance, std::size_t chunk, const Effort& effort, std::uint64_t seed) {
  auto config = small_encoder(8, 32, 2, 1);
  config.positions = seqlens::model::Positions::continuous;
  config.continuous = seqlens::model::ContinuousPositions{};
  for (int k = -24; k <= 24; ++k) config.continuous->knots.push_back(static_cast<float>(k));
  set_token_outputs(config, 8);
  const Recipe recipe{.steps = effort.quick ? 300U : 600U, .batch = 16, .learning_rate = 1e-2};
  const auto trained =
      train_tokens(config, TokenLoss::classes, copies(2000, distance, chunk, 2 * seed), recipe, seed);
  return token_accuracy(config, trained, copies(50, distance, chunk, 2 * seed + 1));
}

Finding run(const Effort& effort) {
  Finding finding;
  finding.done = fmt::format(
      "One head of width {} through the engine's kernel, tokens doubling: multiply-adds, scratch memory, and "
      "the "
      "bytes of the attention matrix if it were kept; the same in chunks of {} tokens. Then a model is to "
      "say at "
      "each token what stood {} or {} places before it, with all of {} tokens in sight or in chunks of 16.",
      kWidth, kChunk, kNear, kFar, kLength);
  finding.table = {"numbers",
                   {"tokens", "multiply_adds", "scratch_bytes", "kept_bytes", "chunked_multiply_adds",
                    "chunked_scratch_bytes"},
                   {}};
  Values tokens, whole, scratch, kept, chunked, whole_seconds, chunked_seconds;
  for (std::size_t n = 128; n <= (effort.quick ? 4096U : 16384U); n *= 2) {
    const auto rows = random_rows(n);
    const Cost all = kernel_cost(rows, n), parts = kernel_cost(rows, kChunk);
    const auto count = static_cast<double>(n);
    tokens.push_back(count), whole.push_back(all.products), scratch.push_back(all.bytes);
    kept.push_back(count * count * sizeof(float)), chunked.push_back(parts.products);
    whole_seconds.push_back(all.seconds), chunked_seconds.push_back(parts.seconds);
    finding.table.add_row(
        {static_cast<std::int64_t>(n), all.products, all.bytes, kept.back(), parts.products, parts.bytes});
    finding.seconds.emplace_back(fmt::format("attention over {} tokens", n), all.seconds);
    finding.seconds.emplace_back(fmt::format("attention over {} tokens in chunks", n), parts.seconds);
  }
  finding.seconds.emplace_back("exponent of the time", exponent(tokens, whole_seconds));
  finding.seconds.emplace_back("exponent of the time in chunks", exponent(tokens, chunked_seconds));
  const auto accuracy = for_variants_and_seeds(4, effort, [&](std::size_t variant, std::uint64_t seed) {
    return copy_accuracy(variant % 2 == 0 ? kNear : kFar, variant < 2 ? kLength : 16, effort, seed);
  });
  finding.pictures.emplace_back(
      seqlens::report::Plot{"quadratic-cost",
                            "Cost of one head",
                            {.title = "tokens", .log = true},
                            {.title = "multiply-adds, bytes", .log = true},
                            {{.name = "multiply-adds", .x = tokens, .y = whole},
                             {.name = "in chunks", .x = tokens, .y = chunked},
                             {.name = "bytes of the kept matrix", .x = tokens, .y = kept},
                             {.name = "bytes of scratch", .x = tokens, .y = scratch}}});
  seqlens::report::Series full{.name = "all in sight", .mark = seqlens::report::Mark::bars, .x = {0, 1}};
  seqlens::report::Series cut{.name = "chunks of 16", .mark = seqlens::report::Mark::bars, .x = {0, 1}};
  for (std::size_t v : {0U, 1U}) {
    full.y.push_back(spread_of(accuracy[v]).mean);
    cut.y.push_back(spread_of(accuracy[v + 2]).mean);
  }
  finding.pictures.emplace_back(seqlens::report::Plot{
      "chunks",
      "What chunks lose",
      {.title = "distance", .categories = {fmt::format("{}", kNear), fmt::format("{}", kFar)}},
      {.title = "accuracy", .low = 0, .high = 1},
      {full, cut}});
  finding.checks = {
      at_least(Role::claim, "exponent of multiply-adds", {exponent(tokens, whole)}, 1.99),
      at_most(Role::claim, "exponent of scratch memory", {exponent(tokens, scratch)}, 1.1),
      at_least(Role::control, "exponent of the bytes of a kept matrix", {exponent(tokens, kept)}, 1.99),
      at_most(Role::claim, "exponent of multiply-adds in chunks", {exponent(tokens, chunked)}, 1.01),
      at_least(Role::claim, fmt::format("all in sight: accuracy at distance {}", kFar), accuracy[1], 0.95),
      at_least(Role::claim, fmt::format("chunks of 16: accuracy at distance {}", kNear), accuracy[2], 0.8),
      at_most(Role::control, fmt::format("chunks of 16: accuracy at distance {}", kFar), accuracy[3], 0.2)};
  return finding;
}

}  // namespace

const Claim kQuadraticCost{
    "quadratic-cost", "Attention costs the square of the length",
    "Multiply-adds of full attention grow with the square of the tokens, memory only if the "
    "matrix is kept; attention in chunks is linear and blind beyond them.",
    "Vaswani et al. 2017, table 1; Dao et al. 2022; Child et al. 2019", run};

}  // namespace attention_lab
