// kernel_bench [isa ...]: per cent of the multiply-add peak that each kernel reaches, per shape, on one core.
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "seqlens/core/random.h"
#include "seqlens/kernels/attention.h"
#include "seqlens/kernels/gemm.h"
#include "seqlens/kernels/norm.h"
#include "seqlens/kernels/softmax.h"
#include "seqlens/kernels/vector_ops.h"

#include "fma_peak.h"

using namespace seqlens;
using namespace seqlens::kernels;

namespace {

AlignedBuffer random_values(std::size_t size) {
  AlignedBuffer buffer(size);
  Random random(size);
  for (float& x : buffer.span()) x = static_cast<float>(random.normal());
  return buffer;
}

void report(const char* kernel, const std::string& shape, double operations,
            const bench::GatedTimer::Sample& sample, double peak) {
  const double gflops = 1e-9 * operations / sample.seconds;
  std::printf("%-24s %-28s %8.1f GFLOP/s %6.1f %%%s\n", kernel, shape.c_str(), gflops, 100 * gflops / peak,
              sample.accepted > 0 ? "" : "  (throttled)");
  std::fflush(stdout);
}

struct Shape {
  std::size_t m, k, n;
};

std::string text(const Shape& s) {
  return "M=" + std::to_string(s.m) + " K=" + std::to_string(s.k) + " N=" + std::to_string(s.n);
}

double operations_of(const Shape& s) {
  return 2.0 * static_cast<double>(s.m * s.k * s.n);
}

void bench_gemm(bench::GatedTimer& timer, const Shape& s, const char* label, Activation activation) {
  const AlignedBuffer a = random_values(s.m * s.k);
  const AlignedBuffer weights = random_values(s.k * s.n);
  const AlignedBuffer bias = random_values(s.n);
  AlignedBuffer c(s.m * s.n);
  PackedMatrix packed;
  packed.pack({weights.data(), s.k, s.n});
  Epilogue epilogue;
  epilogue.bias = bias.data();
  epilogue.activation = activation;
  const auto sample = timer.time([&] { gemm({a.data(), s.m, s.k}, packed, {c.data(), s.m, s.n}, epilogue); });
  report(label, text(s), operations_of(s), sample, timer.peak_gflops());
}

void bench_gemm_transposed(bench::GatedTimer& timer, const Shape& s) {
  const AlignedBuffer a = random_values(s.m * s.n);
  const AlignedBuffer b = random_values(s.m * s.k);
  AlignedBuffer c(s.n * s.k);
  AlignedBuffer workspace;
  const auto sample = timer.time([&] {
    gemm_transposed_accumulate({a.data(), s.m, s.n}, {b.data(), s.m, s.k}, {c.data(), s.n, s.k}, workspace);
  });
  report("gemm_transposed", text(s), operations_of(s), sample, timer.peak_gflops());
}

void bench_attention(bench::GatedTimer& timer, std::size_t tokens, std::size_t width) {
  const std::size_t size = tokens * width;
  const AlignedBuffer q = random_values(size), k = random_values(size + 1), v = random_values(size + 2);
  const AlignedBuffer dout = random_values(size + 3);
  AlignedBuffer out(size), dq(size), dk(size), dv(size), log_sum_exp(tokens);
  const auto view = [&](const AlignedBuffer& x) { return ConstMatrix{x.data(), tokens, width}; };
  const auto writable = [&](AlignedBuffer& x) { return Matrix{x.data(), tokens, width}; };
  AttentionWorkspace workspace;
  AttentionOptions options;
  options.scale = 0.25F;
  const std::string shape = "T=" + std::to_string(tokens) + " head=" + std::to_string(width);
  const double product = 2.0 * static_cast<double>(tokens * tokens * width);
  auto sample = timer.time([&] {
    attention_head(view(q), view(k), view(v), options, writable(out), workspace, nullptr, log_sum_exp.data());
  });
  report("attention", shape, 2 * product, sample, timer.peak_gflops());
  sample = timer.time([&] {
    attention_head_backward(view(q), view(k), view(v), options, view(out), log_sum_exp.data(), view(dout),
                            writable(dq), writable(dk), writable(dv), workspace);
  });
  report("attention_backward", shape, 5 * product, sample, timer.peak_gflops());
}

void report_elements(const char* kernel, std::size_t elements, const bench::GatedTimer::Sample& sample) {
  std::printf("%-24s %-28s %8.2f elements/ns%s\n", kernel, (std::to_string(elements) + " elements").c_str(),
              1e-9 * static_cast<double>(elements) / sample.seconds,
              sample.accepted > 0 ? "" : "  (throttled)");
  std::fflush(stdout);
}

void bench_elementwise(bench::GatedTimer& timer) {
  constexpr std::size_t kTokens = 72, kWidth = 128, kSize = kTokens * kWidth;
  const AlignedBuffer x = random_values(kSize), weight = random_values(kWidth), bias = random_values(kWidth);
  AlignedBuffer y(kSize), means(kTokens), inverse(kTokens), dweight(kWidth), dbias(kWidth);
  const ConstMatrix in{x.data(), kTokens, kWidth};
  const Matrix out{y.data(), kTokens, kWidth};
  const auto row = [&](const char* kernel, const auto& work) {
    report_elements(kernel, kSize, timer.time(work));
  };
  row("layer_norm",
      [&] { layer_norm(in, weight.data(), bias.data(), 1e-5F, out, means.data(), inverse.data()); });
  row("layer_norm_backward", [&] {
    layer_norm_backward(in, means.data(), inverse.data(), weight.data(), in, out, dweight.data(),
                        dbias.data());
  });
  row("softmax_rows", [&] { softmax_rows(in, out); });
  row("gelu", [&] { activate(Activation::gelu, in, out); });
  row("gelu backward", [&] { activate_backward(Activation::gelu, in, in, out); });
  AdamWStep step;
  step.learning_rate = 1e-3F;
  AlignedBuffer moment1(kSize), moment2(kSize);
  row("adamw_update", [&] { adamw_update(step, x.data(), y.data(), moment1.data(), moment2.data(), kSize); });
}

void bench_level(Isa isa) {
  const ScopedIsa scoped(isa);
  const FlushDenormals flush;
  bench::GatedTimer timer(isa);
  std::printf("level %s: peak %.1f GFLOP/s a core\n", std::string(name(isa)).c_str(), timer.peak_gflops());
  for (const Shape& s : {Shape{512, 128, 128},
                         {512, 256, 256},
                         {512, 256, 1024},
                         {512, 1024, 256},
                         {512, 512, 512},
                         {512, 512, 2048},
                         {512, 2048, 512},
                         {512, 2048, 2048}}) {
    bench_gemm(timer, s, "gemm", Activation::none);
  }
  for (const Shape& s : {Shape{72, 72, 64},
                         {72, 128, 128},
                         {72, 128, 384},
                         {72, 512, 128},
                         {96, 72, 96},
                         {300, 192, 64},
                         {1152, 128, 512},
                         {1152, 512, 128}}) {
    bench_gemm(timer, s, "gemm small", Activation::none);
  }
  bench_gemm(timer, {72, 128, 512}, "gemm gelu", Activation::gelu);
  bench_gemm(timer, {512, 256, 1024}, "gemm gelu", Activation::gelu);
  for (const Shape& s :
       {Shape{1152, 128, 128}, {1152, 128, 512}, {1152, 512, 128}, {1152, 512, 512}, {4608, 96, 288}}) {
    bench_gemm_transposed(timer, s);
  }
  for (const std::size_t tokens : {std::size_t{72}, std::size_t{150}, std::size_t{512}, std::size_t{2048}}) {
    for (const std::size_t width : {std::size_t{16}, std::size_t{32}, std::size_t{64}})
      bench_attention(timer, tokens, width);
  }
  bench_elementwise(timer);
}

}  // namespace

int main(int argc, char** argv) {
  for (const Isa isa : available_isas()) {
    bool wanted = argc == 1;
    for (int i = 1; i < argc; ++i) wanted = wanted || name(isa) == argv[i];
    if (wanted) bench_level(isa);
  }
  return 0;
}
