#include "simd/targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "simd/vector_ops.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "kernel_table.h"
#include "simd/fill_table.h"
#include "simd/row_reductions-inl.h"

HWY_BEFORE_NAMESPACE();
namespace seqlens::kernels::HWY_NAMESPACE {
namespace {

void axpy(float a, const float* x, float* y, size_t n) {
  const Lanes factor = broadcast(a);
  for_each_lanes(n, [&](size_t i, auto mask)
                        HWY_ATTR { store(fma(factor, load(x + i, mask), load(y + i, mask)), y + i, mask); });
}

void multiply_add(const float* a, const float* x, float* y, size_t n) {
  for_each_lanes(n, [&](size_t i, auto mask) HWY_ATTR {
    store(fma(load(a + i, mask), load(x + i, mask), load(y + i, mask)), y + i, mask);
  });
}

float dot(const float* x, const float* y, size_t n) {
  return dot_of(x, y, n);
}

void adamw_update(const AdamWStep& step, const float* gradient, float* parameter, float* moment1,
                  float* moment2, size_t n) {
  const Lanes beta1 = broadcast(step.beta1), rest1 = broadcast(1.0F - step.beta1);
  const Lanes beta2 = broadcast(step.beta2), rest2 = broadcast(1.0F - step.beta2);
  const Lanes correction1 = broadcast(step.correction1), correction2 = broadcast(step.correction2);
  const Lanes scale = broadcast(step.gradient_scale), eps = broadcast(step.eps);
  const Lanes decay = broadcast(step.weight_decay), negative_rate = broadcast(-step.learning_rate);
  for_each_lanes(n, [&](size_t i, auto mask) HWY_ATTR {
    const Lanes g = load(gradient + i, mask) * scale;
    const Lanes m = fma(beta1, load(moment1 + i, mask), rest1 * g);
    const Lanes v = fma(beta2, load(moment2 + i, mask), (rest2 * g) * g);
    store(m, moment1 + i, mask);
    store(v, moment2 + i, mask);
    const Lanes direction = (m / correction1) / (square_root(v / correction2) + eps);
    const Lanes p = load(parameter + i, mask);
    store(fma(negative_rate, fma(decay, p, direction), p), parameter + i, mask);
  });
}

void exponential_average(float decay, const float* x, float* average, size_t n) {
  const Lanes kept = broadcast(decay), rest = broadcast(1.0F - decay);
  for_each_lanes(n, [&](size_t i, auto mask) HWY_ATTR {
    store(fma(kept, load(average + i, mask), rest * load(x + i, mask)), average + i, mask);
  });
}

void rotate_half(Matrix x, ConstMatrix cos, ConstMatrix sin, float sign) {
  const size_t half = x.cols / 2;
  const Lanes signs = broadcast(sign);
  for (size_t t = 0; t < x.rows; ++t) {
    float* low = x.data + t * x.stride;
    float* high = low + half;
    const float* c = cos.data + t * cos.stride;
    const float* s = sin.data + t * sin.stride;
    for_each_lanes(half, [&](size_t i, auto mask) HWY_ATTR {
      const Lanes ci = load(c + i, mask), si = load(s + i, mask) * signs;
      const Lanes a = load(low + i, mask), b = load(high + i, mask);
      store(fma(a, ci, negated(b * si)), low + i, mask);
      store(fma(b, ci, a * si), high + i, mask);
    });
  }
}

}  // namespace

void fill_vector_ops(KernelTable& table) {
  table.axpy = axpy;
  table.multiply_add = multiply_add;
  table.dot = dot;
  table.adamw_update = adamw_update;
  table.exponential_average = exponential_average;
  table.rotate_half = rotate_half;
}

}  // namespace seqlens::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
