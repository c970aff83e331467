// Every reduction against a plain loop in double precision.
#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/attention/track_sink.h"
#include "seqlens/core/errors.h"
#include "seqlens/model/model_file.h"

#include "random_attention.h"
#include "support/require_close.h"
#include "support/seeded_model.h"

using namespace seqlens;
using namespace seqlens::attention;

namespace {

using Doubles = std::vector<double>;

model::ModelFile small_model() {
  model::EncoderConfig config;
  config.vocabulary = 6;
  config.width = 12;
  config.heads = 3;
  config.layers = 2;
  config.feed_forward_width = 8;
  config.classify = model::ClassifyHead{{"a"}, model::Pooling::attention, false};
  return test::seeded_model(config, 3);
}

/// sum over i of weights[i] A[i][j]
Doubles weighted_rows(const std::vector<float>& rows, const Doubles& weights) {
  const std::size_t size = weights.size();
  Doubles result(size, 0.0);
  for (std::size_t i = 0; i < size; ++i)
    for (std::size_t j = 0; j < size; ++j) result[j] += weights[i] * rows[i * size + j];
  return result;
}

/// ||W_O^h v|| by the definition, not by a quadratic form.
double transformed_norm(const model::ModelFile& file, const test::RandomAttention& all, int layer, int head,
                        std::size_t position) {
  const auto output = file.parameters.matrix("layer." + std::to_string(layer) + ".attention.output.weight");
  double squares = 0;
  for (std::size_t d = 0; d < output.rows; ++d) {
    double sum = 0;
    for (std::size_t k = 0; k < all.head_width; ++k)
      sum += static_cast<double>(output.at(d, head * all.head_width + k)) *
             all.values[layer][head][position * all.head_width + k];
    squares += sum * sum;
  }
  return std::sqrt(squares);
}

Doubles rollout(const test::RandomAttention& all, const Doubles& weights) {
  const std::size_t size = all.positions;
  Doubles product(size * size, 0.0);
  for (std::size_t i = 0; i < size; ++i) product[i * size + i] = 1;
  for (int l = 0; l < all.layers; ++l) {
    Doubles next(size * size, 0.0);
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t k = 0; k < size; ++k) {
        double mean = 0;
        for (int h = 0; h < all.heads; ++h)
          mean += static_cast<double>(all.rows[l][h][i * size + k]) / all.heads;
        const double mixed = 0.5 * mean + (i == k ? 0.5 : 0);
        for (std::size_t j = 0; j < size; ++j) next[i * size + j] += mixed * product[k * size + j];
      }
    }
    product = next;
  }
  Doubles result(size, 0.0);
  for (std::size_t i = 0; i < size; ++i)
    for (std::size_t j = 0; j < size; ++j) result[j] += weights[i] * product[i * size + j];
  return result;
}

const model::ModelFile& file() {
  static const model::ModelFile model = small_model();
  return model;
}

/// Shows `all` to a sink of the plan; what each track should be comes from `expected`.
template <class Expected>
void check(const ReductionPlan& plan, const test::RandomAttention& all, std::span<const std::size_t> queries,
           Expected expected) {
  const auto sink = make_track_sink(plan);
  for (int round = 0; round < 2; ++round) {  // a sink is used again
    sink->begin(all.positions, queries);
    all.show(*sink);
    for (std::size_t track = 0; track < plan.tracks(); ++track)
      test::require_close(sink->track(track), expected(track), {1e-6, 1e-5});
  }
}

}  // namespace

TEST_CASE("received is the mean row of each chosen head") {
  const test::RandomAttention all(file().config, 17, 1);
  const ReductionPlan plan = make_plan(file(), Reduction::received, false, {{0, 2}, {1, 0}});
  REQUIRE(plan.tracks() == 2);
  CHECK(plan.track_name(0) == "L0H2");
  const Doubles mean(17, 1.0 / 17);
  check(plan, all, {}, [&](std::size_t track) {
    return weighted_rows(all.rows[plan.heads[track].layer][plan.heads[track].head], mean);
  });
}

TEST_CASE("norm weighs what is received by the norm of the transformed value") {
  const test::RandomAttention all(file().config, 17, 2);
  const ReductionPlan plan = make_plan(file(), Reduction::norm, false);
  REQUIRE(plan.tracks() == 6);
  const Doubles mean(17, 1.0 / 17);
  check(plan, all, {}, [&](std::size_t track) {
    const auto [layer, head] = plan.heads[track];
    auto expected = weighted_rows(all.rows[layer][head], mean);
    for (std::size_t j = 0; j < 17; ++j) expected[j] *= transformed_norm(file(), all, layer, head, j);
    return expected;
  });
}

TEST_CASE("cls is the first row and from the mean over some rows") {
  const test::RandomAttention all(file().config, 13, 3);
  Doubles first(13, 0.0);
  first[0] = 1;
  Doubles some(13, 0.0);
  some[4] = some[5] = 0.5;
  const auto head_of = [&](const ReductionPlan& plan, std::size_t track) -> const std::vector<float>& {
    return all.rows[plan.heads[track].layer][plan.heads[track].head];
  };
  const ReductionPlan cls = make_plan(file(), Reduction::cls, false);
  check(cls, all, {}, [&](std::size_t track) { return weighted_rows(head_of(cls, track), first); });
  const ReductionPlan from = make_plan(file(), Reduction::from, false);
  const std::vector<std::size_t> queries{4, 5};
  check(from, all, queries, [&](std::size_t track) { return weighted_rows(head_of(from, track), some); });
}

TEST_CASE("entropy stands at the query and is ln T where all positions are read alike") {
  const test::RandomAttention all(file().config, 13, 4);
  const ReductionPlan plan = make_plan(file(), Reduction::entropy, false);
  check(plan, all, {}, [&](std::size_t track) {
    const auto& rows = all.rows[plan.heads[track].layer][plan.heads[track].head];
    Doubles expected(13, 0.0);
    for (std::size_t i = 0; i < 13; ++i)
      for (std::size_t j = 0; j < 13; ++j)
        expected[i] -= rows[i * 13 + j] * std::log(static_cast<double>(rows[i * 13 + j]));
    return expected;
  });
  const auto sink = make_track_sink(plan);
  sink->begin(4, {});
  const std::vector<float> even(16, 0.25F);
  sink->on_rows(0, 0, 0, 0, {even.data(), 4, 4});
  CHECK(sink->track(0)[3] == Approx(std::log(4.0)));
  const std::vector<float> one{0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0};
  sink->on_rows(0, 0, 0, 0, {one.data(), 4, 4});
  CHECK(sink->track(0)[3] == 0);
}

TEST_CASE("rollout multiplies the layers with half of the residual") {
  const test::RandomAttention all(file().config, 11, 5);
  for (const Reduction reduction : {Reduction::received, Reduction::cls}) {
    const ReductionPlan plan = make_plan(file(), reduction, true);
    REQUIRE(plan.tracks() == 1);
    Doubles weights(11, reduction == Reduction::received ? 1.0 / 11 : 0.0);
    if (reduction == Reduction::cls) weights[0] = 1;
    check(plan, all, {}, [&](std::size_t) { return rollout(all, weights); });
  }
  CHECK_THROWS_WITH(make_plan(file(), Reduction::norm, true),
                    "--rollout: goes with received, cls and from, not with 'norm'");
}

TEST_CASE("the pooling shares are what the sink was shown") {
  const ReductionPlan plan = make_plan(file(), Reduction::pooling, false);
  REQUIRE(plan.tracks() == 1);
  const auto sink = make_track_sink(plan);
  sink->begin(3, {});
  CHECK_FALSE(sink->wants(0, 0));
  const std::vector<float> shares{0.25F, 0.5F, 0.25F};
  sink->on_pooling(0, shares);
  test::require_same_bits(sink->track(0), shares);
}
