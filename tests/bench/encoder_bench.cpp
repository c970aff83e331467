// encoder_bench [--json] [d256|d320|d640|small]: tokens a second of whole encoders in every precision
// that the CPU has a unit for, what share of the measured f32 multiply-add peak that is (a bf16 unit may
// reach 200 %, int8 400 %), and how it stands to f32. SEQLENS_ISA chooses the level. The operations counted
// are those of the products and of attention alone.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/core/random.h"
#include "seqlens/kernels/isa.h"
#include "seqlens/kernels/precision.h"
#include "seqlens/model/encoder.h"
#include "seqlens/model/parameters.h"
#include "seqlens/parallel/thread_budget.h"

#include "arguments.h"
#include "fma_peak.h"
#include "interleaved.h"

using namespace seqlens;
using namespace seqlens::model;

namespace {

constexpr int kTokens = 512;
constexpr int kSequencesPerThread = 2;
constexpr int kSamples = 8;
constexpr double kFullSpeed =
    0.96;  // a sample counts when the peak loops around it reach this share of their best

struct Shape {
  std::string_view name;
  EncoderConfig config;
};

EncoderConfig config_of(int width, int heads, int layers, int feed_forward, Positions positions) {
  EncoderConfig config;
  config.vocabulary = 33;
  config.width = width;
  config.heads = heads;
  config.layers = layers;
  config.feed_forward_width = feed_forward;
  config.positions = positions;
  config.max_positions = kTokens;
  config.final_norm = true;
  return config;
}

double operations_per_token(const EncoderConfig& c) {
  const double width = c.width;
  const double linear = 4 * width * width + 2 * width * c.feed_forward_width;
  return 2.0 * c.layers * (linear + 2.0 * kTokens * width);
}

std::vector<std::vector<std::int32_t>> random_batch(const EncoderConfig& config, int sequences) {
  Random random(1);
  std::vector<std::vector<std::int32_t>> batch(static_cast<std::size_t>(sequences));
  for (auto& tokens : batch)
    for (int t = 0; t < kTokens; ++t)
      tokens.push_back(
          static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(config.vocabulary))));
  return batch;
}

/// Times one call at a time, and tells whether the peak loops around it ran at full speed.
class Stopwatch {
 public:
  virtual ~Stopwatch() = default;
  virtual void time(const std::function<void()>& work, bench::Timing& timing) = 0;
  [[nodiscard]] virtual double peak_gflops() const = 0;
};

/// One thread is timed by the CPU time it used, so that another program on its core does not count.
class CpuStopwatch : public Stopwatch {
 public:
  void time(const std::function<void()>& work, bench::Timing& timing) override {
    const auto sample = timer_.time(work, 1, 0);
    timing.add(sample.seconds, sample.accepted > 0);
  }
  [[nodiscard]] double peak_gflops() const override { return timer_.peak_gflops(); }

 private:
  bench::GatedTimer timer_{kernels::active_isa()};
};

class WallStopwatch : public Stopwatch {
 public:
  explicit WallStopwatch(int threads) : threads_(threads) {
    for (int i = 0; i < 3; ++i) peak();
  }

  void time(const std::function<void()>& work, bench::Timing& timing) override {
    const double before = peak();
    const auto start = std::chrono::steady_clock::now();
    work();
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    timing.add(seconds, std::min(before, peak()) >= kFullSpeed * best_peak_);
  }
  [[nodiscard]] double peak_gflops() const override { return best_peak_; }

 private:
  double peak() {
    const double now = bench::measure_fma_peak_gflops(kernels::active_isa(), threads_);
    best_peak_ = std::max(best_peak_, now);
    return now;
  }

  int threads_;
  double best_peak_ = 0;
};

std::unique_ptr<Stopwatch> stopwatch_for(int threads) {
  if (threads == 1) return std::make_unique<CpuStopwatch>();
  return std::make_unique<WallStopwatch>(threads);
}

struct Result {
  kernels::Precision precision;
  double tokens_per_s;
  double percent_of_peak;
  double relative_to_f32;  ///< speed, median over the rounds
  int accepted;
};

/// One line a precision; their samples are taken in turn, since the clock wanders.
std::vector<Result> measure(const EncoderConfig& config, int threads) {
  Parameters parameters(config);
  initialise(parameters, config, 1);
  const std::vector<kernels::Precision> wanted = bench::precisions_with_units();
  std::vector<Encoder> encoders;
  for (const auto precision : wanted) encoders.emplace_back(config, parameters, precision);
  const parallel::ThreadBudget budget(threads);
  const auto batch = random_batch(config, threads * kSequencesPerThread);
  const std::vector<TokenIds> sequences(batch.begin(), batch.end());

  const auto stopwatch = stopwatch_for(threads);
  std::vector<bench::Timing> timings(wanted.size());
  for (const Encoder& encoder : encoders) (void)encoder.run(sequences, {});  // scratch is allocated once
  for (int round = 0; round < kSamples; ++round)
    for (std::size_t i = 0; i < encoders.size(); ++i)
      stopwatch->time([&] { (void)encoders[i].run(sequences, {}); }, timings[i]);

  const double tokens = static_cast<double>(sequences.size()) * kTokens;
  const double peak = 1e9 * stopwatch->peak_gflops();
  std::vector<Result> results;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const double seconds = timings[i].best();
    results.push_back({wanted[i], tokens / seconds,
                       100 * tokens * operations_per_token(config) / (seconds * peak),
                       bench::median_speed_ratio(timings.front(), timings[i]), timings[i].accepted()});
  }
  return results;
}

void report(const EncoderConfig& c, int threads, const Result& r, bool json) {
  const std::string precision(kernels::name(r.precision));
  const std::string isa(kernels::name(kernels::active_isa()));
  if (json)
    std::printf(
        "{\"precision\":\"%s\",\"isa\":\"%s\",\"d_model\":%d,\"heads\":%d,\"layers\":%d,\"n\":%d,"
        "\"threads\":%d,\"tokens_per_s\":%.0f,\"percent_of_peak\":%.1f,\"relative_to_f32\":%.3f,"
        "\"samples_at_full_speed\":%d}\n",
        precision.c_str(), isa.c_str(), c.width, c.heads, c.layers, kTokens, threads, r.tokens_per_s,
        r.percent_of_peak, r.relative_to_f32, r.accepted);
  else
    std::printf(
        "%-4s %s d%d H%d L%d ff%d N=%d, %d thread%s: %8.0f tokens/s, %5.1f %% of f32's peak, %.2fx f32%s\n",
        precision.c_str(), isa.c_str(), c.width, c.heads, c.layers, c.feed_forward_width, kTokens, threads,
        threads == 1 ? "" : "s", r.tokens_per_s, r.percent_of_peak, r.relative_to_f32,
        r.accepted > 0 ? "" : " (throttled)");
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const Shape shapes[] = {{"d256", config_of(256, 8, 6, 1024, Positions::learned)},
                          {"d320", config_of(320, 20, 6, 1280, Positions::rotary)},
                          {"d640", config_of(640, 20, 3, 2560, Positions::rotary)},
                          {bench::kSmallShape, config_of(32, 2, 1, 64, Positions::learned)}};
  std::vector<std::string_view> names;
  for (const Shape& shape : shapes) names.push_back(shape.name);
  const auto arguments = bench::read_arguments(argc, argv, names);
  if (!arguments) return 2;
  for (const auto& [name, config] : shapes) {
    if (!arguments->wants(name)) continue;
    for (const int threads : {1, 2})
      for (const Result& result : measure(config, threads)) report(config, threads, result, arguments->json);
  }
  return 0;
}
