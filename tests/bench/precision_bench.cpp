// precision_bench [--json] [products|attention|small]: products and attention of one core in every precision
// that the CPU has a unit for, in turn: per cent of what that unit reaches in registers, and how it stands to
// f32. Rounding of the left side, bias and, where it says so, GELU are in the time. SEQLENS_ISA chooses the
// level.
#include <cmath>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "seqlens/core/random.h"
#include "seqlens/kernels/attention.h"
#include "seqlens/kernels/gemm.h"
#include "seqlens/kernels/isa.h"

#include "arguments.h"
#include "fma_peak.h"
#include "interleaved.h"
#include "unit_peak.h"

using namespace seqlens;
using namespace seqlens::kernels;

namespace {

constexpr int kRounds = 15;
constexpr double kSampleSeconds = 0.002;

AlignedBuffer random_values(std::size_t size) {
  AlignedBuffer buffer(size);
  Random random(size);
  for (float& x : buffer.span()) x = static_cast<float>(random.normal());
  return buffer;
}

/// The works of one case, one for each precision, and what they have in common.
struct Case {
  std::string name;
  double tokens;
  double operations;
  bool in_int8;                           ///< whether int8 differs from bf16
  std::function<void(std::size_t)> work;  ///< of the precision with this index
};

class Bench {
 public:
  explicit Bench(bool json) : json_(json) {
    for (const Precision precision : precisions_)
      peaks_.push_back(bench::measure_unit_peak_gops(active_isa(), precision));
  }

  void run(const Case& c) {
    std::vector<bench::Timing> timings(precisions_.size());
    for (int round = 0; round < kRounds; ++round)
      for (std::size_t i = 0; i < precisions_.size(); ++i) {
        if (!measured(c, i)) continue;
        const auto sample = timer_.time([&] { c.work(i); }, 1, kSampleSeconds);
        timings[i].add(sample.seconds, sample.accepted > 0);
      }
    for (std::size_t i = 0; i < precisions_.size(); ++i)
      if (measured(c, i)) report(c, i, timings[i], timings.front());
  }

  [[nodiscard]] const std::vector<Precision>& precisions() const { return precisions_; }

 private:
  [[nodiscard]] bool measured(const Case& c, std::size_t i) const {
    return c.in_int8 || precisions_[i] != Precision::int8;
  }
  void report(const Case& c, std::size_t i, const bench::Timing& timing, const bench::Timing& f32) const {
    const std::string precision(name(precisions_[i]));
    const double percent = 1e-9 * 100 * c.operations / (timing.best() * peaks_[i]);
    const double ratio = bench::median_speed_ratio(f32, timing);
    if (json_)
      std::printf(
          "{\"case\":\"%s\",\"precision\":\"%s\",\"isa\":\"%s\",\"threads\":1,\"tokens_per_s\":%.0f,"
          "\"percent_of_peak\":%.1f,\"relative_to_f32\":%.3f,\"samples_at_full_speed\":%d}\n",
          c.name.c_str(), precision.c_str(), std::string(name(active_isa())).c_str(),
          c.tokens / timing.best(), percent, ratio, timing.accepted());
    else
      std::printf("%-4s %-34s %8.1f Gop/s, %5.1f %% of its unit, %.2fx f32%s\n", precision.c_str(),
                  c.name.c_str(), 1e-9 * c.operations / timing.best(), percent, ratio,
                  timing.accepted() > 0 ? "" : " (throttled)");
    std::fflush(stdout);
  }

  bool json_;
  std::vector<Precision> precisions_ = bench::precisions_with_units();
  std::vector<double> peaks_;
  bench::GatedTimer timer_{active_isa()};
};

void bench_product(Bench& bench, std::size_t rows, std::size_t steps, std::size_t columns,
                   Activation activation) {
  const AlignedBuffer a = random_values(rows * steps), weights = random_values(steps * columns);
  const AlignedBuffer bias = random_values(columns);
  AlignedBuffer c(rows * columns);
  std::vector<PackedMatrix> packed(bench.precisions().size());
  for (std::size_t i = 0; i < packed.size(); ++i)
    packed[i].pack_transposed({weights.data(), columns, steps}, bench.precisions()[i]);
  Epilogue epilogue;
  epilogue.bias = bias.data();
  epilogue.activation = activation;
  bench.run({"product M=" + std::to_string(rows) + " K=" + std::to_string(steps) +
                 " N=" + std::to_string(columns) + (activation == Activation::gelu ? " gelu" : ""),
             static_cast<double>(rows), 2.0 * static_cast<double>(rows * steps * columns), true,
             [&](std::size_t i) {
               gemm({a.data(), rows, steps}, packed[i], {c.data(), rows, columns}, epilogue);
             }});
}

void bench_attention(Bench& bench, std::size_t tokens, std::size_t width) {
  const std::size_t size = tokens * width;
  const AlignedBuffer q = random_values(size), k = random_values(size + 1), v = random_values(size + 2);
  AlignedBuffer out(size);
  AttentionWorkspace workspace;
  const auto view = [&](const AlignedBuffer& x) { return ConstMatrix{x.data(), tokens, width}; };
  bench.run({"attention T=" + std::to_string(tokens) + " head=" + std::to_string(width),
             static_cast<double>(tokens), 4.0 * static_cast<double>(tokens * size), false,
             [&](std::size_t i) {
               AttentionOptions options;
               options.scale = 1 / std::sqrt(static_cast<float>(width));
               options.precision = bench.precisions()[i];
               attention_head(view(q), view(k), view(v), options, {out.data(), tokens, width}, workspace);
             }});
}

struct Shape {
  std::size_t m, k, n;
};

void bench_products(Bench& bench) {
  for (const Shape& s : {Shape{512, 64, 192},
                         {512, 128, 384},
                         {512, 256, 768},
                         {512, 1024, 256},
                         {512, 640, 1920},
                         {512, 2560, 640},
                         {512, 2048, 2048}})
    bench_product(bench, s.m, s.k, s.n, Activation::none);
  bench_product(bench, 512, 256, 1024, Activation::gelu);
  bench_product(bench, 512, 640, 2560, Activation::gelu);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view parts[] = {"products", "attention", bench::kSmallShape};
  const auto arguments = bench::read_arguments(argc, argv, parts);
  if (!arguments) return 2;
  const FlushDenormals flush;
  Bench bench(arguments->json);
  if (arguments->wants(parts[0])) bench_products(bench);
  if (arguments->wants(parts[1]))
    for (const std::size_t tokens : {std::size_t{150}, std::size_t{512}, std::size_t{2048}})
      for (const std::size_t width : {std::size_t{16}, std::size_t{32}, std::size_t{64}})
        bench_attention(bench, tokens, width);
  if (arguments->shape == bench::kSmallShape) bench_product(bench, 12, 16, 16, Activation::none);
  return 0;
}
