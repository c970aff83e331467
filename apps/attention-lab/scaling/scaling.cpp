#include <algorithm>
#include <cmath>

#include "seqlens/core/random.h"
#include "seqlens/kernels/attention.h"

#include "attention-lab/claims.h"
#include "attention-lab/lab/training.h"

namespace attention_lab {

namespace {

using seqlens::Random;
using seqlens::kernels::AttentionOptions;
using seqlens::kernels::AttentionRows;
using seqlens::kernels::ConstMatrix;

constexpr std::size_t kTokens = 64;

std::vector<float> normal_numbers(std::size_t count, Random& random) {
  std::vector<float> numbers(count);
  for (float& x : numbers) x = static_cast<float>(random.normal());
  return numbers;
}

/// Mean entropy of the rows, in units of that of equal shares.
class Entropy : public AttentionRows {
 public:
  void on_rows(std::size_t, ConstMatrix rows) override {
    for (std::size_t r = 0; r < rows.rows; ++r)
      for (std::size_t j = 0; j < rows.cols; ++j)
        if (rows.at(r, j) > 0) sum -= double{rows.at(r, j)} * std::log(double{rows.at(r, j)});
  }
  double sum = 0;
  [[nodiscard]] double mean() const { return sum / kTokens / std::log(double{kTokens}); }
};

/// Lengths of the rows.
class RowLengths : public AttentionRows {
 public:
  void on_rows(std::size_t, ConstMatrix rows) override {
    for (std::size_t r = 0; r < rows.rows; ++r) {
      double square = 0;
      for (std::size_t j = 0; j < rows.cols; ++j) square += double{rows.at(r, j)} * double{rows.at(r, j)};
      lengths_.push_back(std::sqrt(square));
    }
  }
  [[nodiscard]] double median() {
    std::ranges::sort(lengths_);
    return lengths_[lengths_.size() / 2];
  }

 private:
  std::vector<double> lengths_;
};

struct Softmax {
  double entropy = 0, gradient = 0;
};

/// One head over random queries, keys and values: its entropy, and the length of the gradient of a query's
/// scores for a random gradient of its output, the median of the queries.
Softmax softmax_of(ConstMatrix q, ConstMatrix k, ConstMatrix v, ConstMatrix dout, float scale) {
  const AttentionOptions options{.scale = scale};
  std::vector<float> out(v.rows * v.cols), sums(v.rows), dq(q.rows * q.cols), dk(dq.size()), dv(out.size());
  seqlens::kernels::AttentionWorkspace workspace;
  Entropy entropy;
  seqlens::kernels::attention_head(q, k, v, options, {out.data(), v.rows, v.cols}, workspace, &entropy,
                                   sums.data());
  RowLengths gradients;
  seqlens::kernels::attention_head_backward(q, k, v, options, {out.data(), v.rows, v.cols}, sums.data(), dout,
                                            {dq.data(), q.rows, q.cols}, {dk.data(), q.rows, q.cols},
                                            {dv.data(), v.rows, v.cols}, workspace, &gradients);
  return {entropy.mean(), gradients.median()};
}

struct Size {
  double variance = 0;  ///< of q.k
  Softmax scaled, plain;
};

Size measure(std::size_t d, std::uint64_t seed) {
  Random random = Random::for_item(seed, d);
  const auto q = normal_numbers(kTokens * d, random), k = normal_numbers(kTokens * d, random);
  const auto v = normal_numbers(kTokens * 16, random), dout = normal_numbers(kTokens * 16, random);
  const ConstMatrix qs(q.data(), kTokens, d), ks(k.data(), kTokens, d);
  const ConstMatrix vs(v.data(), kTokens, 16), douts(dout.data(), kTokens, 16);
  Size size;
  for (std::size_t i = 0; i < kTokens; ++i) {
    for (std::size_t j = 0; j < kTokens; ++j) {
      double product = 0;
      for (std::size_t c = 0; c < d; ++c) product += double{qs.at(i, c)} * double{ks.at(j, c)};
      size.variance += product * product / (kTokens * kTokens);
    }
  }
  size.scaled = softmax_of(qs, ks, vs, douts, 1 / std::sqrt(static_cast<float>(d)));
  size.plain = softmax_of(qs, ks, vs, douts, 1);
  return size;
}

constexpr int kKeys = 8;

/// A key is asked for (token 0); the class is the value that stands with it among eight pairs.
Examples recall_examples(std::size_t count, std::uint64_t seed) {
  Examples examples;
  Random random(seed);
  for (std::size_t n = 0; n < count; ++n) {
    std::vector<std::int32_t> pairs;
    for (int key = 0; key < kKeys; ++key)
      pairs.push_back(key * kKeys + static_cast<int>(random.below(kKeys)));
    const auto asked = static_cast<int>(random.below(kKeys));
    seqlens::train::Example example;
    example.target = pairs[static_cast<std::size_t>(asked)] % kKeys;
    seqlens::shuffle(std::span(pairs), random);
    example.tokens = {kKeys * kKeys + asked};
    example.tokens.insert(example.tokens.end(), pairs.begin(), pairs.end());
    examples.push_back(std::move(example));
  }
  return examples;
}

/// The mean loss over the whole training of a model with one wide head, with the scale or without.
double training_loss(bool unscaled, const Effort& effort, std::uint64_t seed) {
  auto config = small_encoder(kKeys * kKeys + kKeys, 128, 1, 1);
  config.unscaled_scores = unscaled;
  config.classify = class_head(kKeys, seqlens::model::Pooling::cls);
  Values losses;
  const Recipe recipe{.steps = effort.quick ? 120U : 400U, .batch = 32, .learning_rate = 2e-3};
  static_cast<void>(train_classes(config, recall_examples(4000, seed), recipe, seed, &losses));
  return spread_of(losses).mean;
}

Finding run(const Effort& effort) {
  Finding finding;
  finding.done =
      "Random queries and keys of width d: variance of their product, entropy of the softmax (1: all tokens "
      "get "
      "the same share) and median length of the gradient that comes back through it, with scores divided by "
      "sqrt(d) and "
      "as they are. Then a model with one head of width 128 learns to recall a value by its key, both ways.";
  finding.table = {
      "numbers",
      {"d", "seed", "variance", "entropy_scaled", "entropy_plain", "gradient_scaled", "gradient_plain"},
      {}};
  seqlens::report::Series scaled{.name = "divided by sqrt(d)"}, plain{.name = "as they are"};
  Values off, last_scaled, last_plain, gradient_ratio;
  for (const std::size_t d : {4U, 16U, 64U, 256U, 1024U}) {
    Values entropy_scaled, entropy_plain;
    for (std::size_t s = 0; s < effort.seeds; ++s) {
      const std::uint64_t seed = effort.first_seed + s;
      const Size size = measure(d, seed);
      finding.table.add_row({static_cast<std::int64_t>(d), static_cast<std::int64_t>(seed), size.variance,
                             size.scaled.entropy, size.plain.entropy, size.scaled.gradient,
                             size.plain.gradient});
      off.push_back(std::abs(size.variance / static_cast<double>(d) - 1));
      entropy_scaled.push_back(size.scaled.entropy);
      entropy_plain.push_back(size.plain.entropy);
      if (d == 1024) gradient_ratio.push_back(size.plain.gradient / size.scaled.gradient);
    }
    scaled.x.push_back(static_cast<double>(d)), scaled.y.push_back(spread_of(entropy_scaled).mean);
    plain.x.push_back(static_cast<double>(d)), plain.y.push_back(spread_of(entropy_plain).mean);
    last_scaled = entropy_scaled, last_plain = entropy_plain;
  }
  finding.pictures.emplace_back(
      seqlens::report::Plot{"scaling",
                            "Entropy of the softmax",
                            {.title = "d, width of the head", .log = true},
                            {.title = "entropy (1: equal shares)", .low = 0, .high = 1},
                            {scaled, plain}});
  const auto losses = for_variants_and_seeds(2, effort, [&](std::size_t variant, std::uint64_t seed) {
    return training_loss(variant == 1, effort, seed);
  });
  Values more;
  for (std::size_t s = 0; s < effort.seeds; ++s) more.push_back(losses[1][s] / losses[0][s]);
  finding.checks = {
      at_most(Role::claim, "variance of q.k over d, distance from 1 (d = 4 to 1024)", off, 0.1),
      at_least(Role::claim, "entropy at d = 1024, divided by sqrt(d)", last_scaled, 0.8),
      at_most(Role::control, "entropy at d = 1024, as they are", last_plain, 0.15),
      at_most(Role::claim, "gradient of the scores at d = 1024, without the scale over with", gradient_ratio,
              0.8),
      at_least(Role::limit, "mean loss while training, without the scale over with", more, 1.1)};
  return finding;
}

}  // namespace

const Claim kScaling{
    "scaling", "Scores are divided by sqrt(d)",
    "Products of queries and keys have variance d, so that without division by sqrt(d) the softmax "
    "saturates and little gradient comes back.",
    "Vaswani et al. 2017, section 3.2.1", run};

}  // namespace attention_lab
