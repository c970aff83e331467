// scan_bench [--json] [w128|w96|small]: how fast a model that scores every position scans, both strands, in
// Mb/s, and how long all 900 substitutions of 300 bases take. Random weights and bases: neither changes the
// work. SEQLENS_ISA chooses the level. The operations counted are those of convolutions, products and
// attention, two a multiply-add, overlap of windows included.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "seqlens/core/random.h"
#include "seqlens/input/base_source.h"
#include "seqlens/kernels/isa.h"
#include "seqlens/model/encoder.h"
#include "seqlens/model/parameters.h"
#include "seqlens/mutagenesis/piece_effects.h"
#include "seqlens/parallel/thread_budget.h"
#include "seqlens/scan/encoder_scorer.h"
#include "seqlens/scan/scan_records.h"
#include "seqlens/scan/token_scorer.h"

#include "arguments.h"

using namespace seqlens;

namespace {

constexpr int kSamples = 3;
constexpr std::size_t kPromoterBases = 300;

struct Shape {
  std::string_view name;
  model::EncoderConfig config;
  scan::PositionWindows windows;
  std::size_t bases = 0;  // scanned
};

model::EncoderConfig config_of(int width, int heads, int layers, int feed_forward, int window,
                               std::vector<model::ConvLayer> stem, int bins) {
  model::EncoderConfig config;
  config.vocabulary = 6;
  config.width = width;
  config.heads = heads;
  config.layers = layers;
  config.feed_forward_width = feed_forward;
  config.positions = model::Positions::rotary;
  config.final_norm = true;
  config.embedding_width = 8;
  config.stem = std::move(stem);
  config.local_kernel = 9;
  config.window_tokens = window;
  config.token_head = model::TokenHead{{"+", "-"}, bins};
  return config;
}

/// Operations of the stem for so many input bases.
double stem_operations(const model::EncoderConfig& config, double bases) {
  double operations = 0;
  double rows = bases;
  int channels = config.embedding_columns();
  for (const model::ConvLayer& layer : config.stem) {
    rows /= layer.stride;
    operations += 2.0 * rows * layer.kernel * channels * layer.channels;
    channels = layer.channels;
  }
  return operations;
}

/// Operations of layers and head for one window.
double window_operations(const model::EncoderConfig& c, double positions) {
  const double width = c.width;
  const double linear = 4 * width * width + 2 * width * c.feed_forward_width + c.local_kernel * width;
  return 2 * positions * (c.layers * (linear + 2 * positions * width) + width * c.token_columns());
}

std::string random_bases(std::size_t count) {
  Random random(3);
  std::string bases(count, 'A');
  for (char& base : bases) base = "ACGT"[random.below(4)];
  return bases;
}

class OneRecord final : public input::BaseSource {
 public:
  explicit OneRecord(std::string_view bases) : bases_(bases) {}
  [[nodiscard]] bool begin_record(input::SourceRecord& record) override {
    record.name = "random";
    return !std::exchange(begun_, true);
  }
  [[nodiscard]] std::size_t read_bases(std::span<char> out) override {
    const std::size_t count = bases_.copy(out.data(), out.size());
    bases_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view bases_;
  bool begun_ = false;
};

class NoSink final : public scan::ScanSink {};

double now(int threads) {
  if (threads == 1) return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// One thread is timed by the CPU time it used, so that another program on its core does not count.
template <class Work>
double best_seconds(int threads, Work work) {
  double best = 1e30;
  for (int i = 0; i < kSamples; ++i) {
    const double start = now(threads);
    work();
    best = std::min(best, now(threads) - start);
  }
  return best;
}

scan::PromoterSettings settings_of(const Shape& shape) {
  scan::PromoterSettings settings;
  settings.scan_stride = shape.config.token_bin_length();
  settings.positions = shape.windows;
  scan::check_positions(shape.config, settings, std::string(shape.name));
  return settings;
}

double scan_seconds(const model::Encoder& encoder, const scan::PromoterSettings& settings,
                    const std::string& bases, int threads) {
  const parallel::ThreadBudget budget(threads);
  const scan::TokenScorer scorer(encoder, settings);
  return best_seconds(threads, [&] {
    OneRecord source(bases);
    NoSink sink;
    scan::scan_records(source, scorer, {}, sink);
  });
}

double mutation_seconds(const model::Encoder& encoder, const scan::PromoterSettings& settings, int threads) {
  const parallel::ThreadBudget budget(threads);
  const scan::EncoderScorer scorer(encoder, settings);
  const mutagenesis::WindowLogit logit(scorer, settings.tss_index, scan::RecordStrand::both);
  const mutagenesis::Piece piece{"promoter", random_bases(kPromoterBases), 0, {0, kPromoterBases}};
  return best_seconds(threads, [&] { (void)mutagenesis::effects_of_pieces(logit, {}, 0, {&piece, 1}); });
}

double kflop_a_base(const Shape& shape) {
  const int positions = shape.config.encoder_positions(shape.windows.window_bases);
  return 1e-3 * (stem_operations(shape.config, 1) +
                 window_operations(shape.config, positions) / shape.windows.kept_bases);
}

void report(const Shape& shape, bool json) {
  model::Parameters parameters(shape.config);
  initialise(parameters, shape.config, 1);
  const model::Encoder encoder(shape.config, parameters);
  const scan::PromoterSettings settings = settings_of(shape);
  const std::string bases = random_bases(shape.bases);
  const std::string name(shape.name);
  const std::string isa(kernels::name(kernels::active_isa()));
  for (const int threads : {1, 2}) {
    const double speed =
        1e-6 * static_cast<double>(shape.bases) / scan_seconds(encoder, settings, bases, threads);
    const double seconds = mutation_seconds(encoder, settings, threads);
    if (json)
      std::printf(
          "{\"shape\":\"%s\",\"isa\":\"%s\",\"threads\":%d,\"mb_per_s\":%.4f,\"kflop_a_base\":%.1f,"
          "\"seconds_of_900_substitutions\":%.4f}\n",
          name.c_str(), isa.c_str(), threads, speed, kflop_a_base(shape), seconds);
    else
      std::printf(
          "%s %s, %d thread%s: %.3f Mb/s of both strands, %.0f kFLOP a base; 900 substitutions in %.2f s\n",
          name.c_str(), isa.c_str(), threads, threads == 1 ? "" : "s", speed, kflop_a_base(shape), seconds);
    std::fflush(stdout);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const Shape shapes[] = {
      {"w128",
       config_of(128, 4, 5, 384, 1278, {{48, 15, 1, true}, {96, 8, 4, true}, {128, 5, 2, true}}, 4),
       {1278, 768},
       1'000'000},
      {"w96",
       config_of(96, 3, 4, 384, 1536, {{48, 15, 1, true}, {96, 8, 4, true}, {96, 5, 1, true}}, 4),
       {1536, 1024},
       1'000'000},
      {bench::kSmallShape,
       config_of(16, 2, 1, 32, 440, {{8, 5, 2, true}, {16, 5, 2, true}}, 2),
       {440, 320},
       20'000}};
  const std::string_view names[] = {shapes[0].name, shapes[1].name, shapes[2].name};
  const auto arguments = bench::read_arguments(argc, argv, names);
  if (!arguments) return 2;
  for (const Shape& shape : shapes)
    if (arguments->wants(shape.name)) report(shape, arguments->json);
  return 0;
}
