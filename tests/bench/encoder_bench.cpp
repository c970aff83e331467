// encoder_bench [--json] [d256|d320|small]: tokens a second of whole encoders, and what share of the measured
// multiply-add peak that is. SEQLENS_ISA chooses the level. The operations counted are those of the products
// and of attention alone.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/core/random.h"
#include "seqlens/kernels/isa.h"
#include "seqlens/model/encoder.h"
#include "seqlens/model/parameters.h"
#include "seqlens/parallel/thread_budget.h"

#include "arguments.h"
#include "fma_peak.h"

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

struct Result {
  double seconds = 0;
  double percent_of_peak = 0;
  int accepted = 0;
};

/// Best wall-clock time of one call among samples between two peak loops at full speed; of all, when none
/// was.
class WallTimer {
 public:
  WallTimer(kernels::Isa isa, int threads) : isa_(isa), threads_(threads) {
    for (int i = 0; i < 3; ++i) peak();
  }

  template <class Work>
  double seconds(Work work, int& accepted) {
    double best = 1e30;
    double best_accepted = 1e30;
    accepted = 0;
    for (int i = 0; i < kSamples; ++i) {
      const double before = peak();
      const auto start = std::chrono::steady_clock::now();
      work();
      const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
      best = std::min(best, seconds);
      if (std::min(before, peak()) < kFullSpeed * best_peak_) continue;
      best_accepted = std::min(best_accepted, seconds);
      ++accepted;
    }
    return accepted > 0 ? best_accepted : best;
  }

  [[nodiscard]] double best_peak() const { return best_peak_; }

 private:
  double peak() {
    const double now = bench::measure_fma_peak_gflops(isa_, threads_);
    best_peak_ = std::max(best_peak_, now);
    return now;
  }

  kernels::Isa isa_;
  int threads_;
  double best_peak_ = 0;
};

// One thread is timed by the CPU time it used, so that another program on its core does not count.
template <class Work>
Result one_thread(Work work, double operations) {
  bench::GatedTimer timer(kernels::active_isa());
  const auto sample = timer.time(work, 5);
  return {sample.seconds, 100 * operations * 1e-9 / (sample.seconds * timer.peak_gflops()), sample.accepted};
}

template <class Work>
Result several_threads(Work work, double operations, int threads) {
  WallTimer timer(kernels::active_isa(), threads);
  int accepted = 0;
  const double seconds = timer.seconds(work, accepted);
  return {seconds, 100 * operations * 1e-9 / (seconds * timer.best_peak()), accepted};
}

Result measure(const EncoderConfig& config, int threads) {
  Parameters parameters(config);
  initialise(parameters, config, 1);
  const Encoder encoder(config, parameters);
  const parallel::ThreadBudget budget(threads);
  const auto batch = random_batch(config, threads * kSequencesPerThread);
  const std::vector<TokenIds> sequences(batch.begin(), batch.end());
  (void)encoder.run(sequences, {});  // scratch is allocated once

  const auto work = [&] { (void)encoder.run(sequences, {}); };
  const double operations = static_cast<double>(sequences.size()) * kTokens * operations_per_token(config);
  return threads == 1 ? one_thread(work, operations) : several_threads(work, operations, threads);
}

void report(const EncoderConfig& c, int threads, const Result& r, bool json) {
  const double tokens_per_s = threads * kSequencesPerThread * kTokens / r.seconds;
  const std::string isa(kernels::name(kernels::active_isa()));
  if (json)
    std::printf(
        "{\"precision\":\"f32\",\"isa\":\"%s\",\"d_model\":%d,\"heads\":%d,\"layers\":%d,\"n\":%d,"
        "\"threads\":%d,"
        "\"tokens_per_s\":%.0f,\"percent_of_peak\":%.1f,\"samples_at_full_speed\":%d}\n",
        isa.c_str(), c.width, c.heads, c.layers, kTokens, threads, tokens_per_s, r.percent_of_peak,
        r.accepted);
  else
    std::printf("f32 %s d%d H%d L%d ff%d N=%d, %d thread%s: %8.0f tokens/s, %5.1f %% of peak%s\n",
                isa.c_str(), c.width, c.heads, c.layers, c.feed_forward_width, kTokens, threads,
                threads == 1 ? "" : "s", tokens_per_s, r.percent_of_peak,
                r.accepted > 0 ? "" : " (throttled)");
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const Shape shapes[] = {{"d256", config_of(256, 8, 6, 1024, Positions::learned)},
                          {"d320", config_of(320, 20, 6, 1280, Positions::rotary)},
                          {bench::kSmallShape, config_of(32, 2, 1, 64, Positions::learned)}};
  const std::string_view names[] = {shapes[0].name, shapes[1].name, shapes[2].name};
  const auto arguments = bench::read_arguments(argc, argv, names);
  if (!arguments) return 2;
  for (const auto& [name, config] : shapes) {
    if (!arguments->wants(name)) continue;
    for (const int threads : {1, 2}) report(config, threads, measure(config, threads), arguments->json);
  }
  return 0;
}
