// Softmax, layer norm, activations and gates: kernels that go along rows, 16 lanes at a time.
#include "simd/targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "simd/row_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "kernel_table.h"
#include "simd/fill_table.h"
#include "simd/functions-inl.h"
#include "simd/row_reductions-inl.h"

HWY_BEFORE_NAMESPACE();
namespace seqlens::kernels::HWY_NAMESPACE {
namespace {

void activate(Activation f, ConstMatrix x, Matrix y) {
  with_activation(f, [&](auto function) HWY_ATTR {
    using Function = decltype(function);
    for (size_t r = 0; r < x.rows; ++r) {
      const float* in = x.data + r * x.stride;
      float* out = y.data + r * y.stride;
      for_each_lanes(x.cols, [&](size_t i, auto mask)
                                 HWY_ATTR { store(Function::value(load(in + i, mask)), out + i, mask); });
    }
  });
}

void activate_backward(Activation f, ConstMatrix x, ConstMatrix dy, Matrix dx) {
  with_activation(f, [&](auto function) HWY_ATTR {
    using Function = decltype(function);
    for (size_t r = 0; r < x.rows; ++r) {
      const float* in = x.data + r * x.stride;
      const float* dout = dy.data + r * dy.stride;
      float* din = dx.data + r * dx.stride;
      for_each_lanes(x.cols, [&](size_t i, auto mask) HWY_ATTR {
        store(load(dout + i, mask) * Function::slope(load(in + i, mask)), din + i, mask);
      });
    }
  });
}

void gate(Activation f, ConstMatrix gates, ConstMatrix values, Matrix out) {
  with_activation(f, [&](auto function) HWY_ATTR {
    using Function = decltype(function);
    for (size_t r = 0; r < gates.rows; ++r) {
      const float* g = gates.data + r * gates.stride;
      const float* v = values.data + r * values.stride;
      float* o = out.data + r * out.stride;
      for_each_lanes(gates.cols, [&](size_t i, auto mask) HWY_ATTR {
        store(Function::value(load(g + i, mask)) * load(v + i, mask), o + i, mask);
      });
    }
  });
}

void gate_backward(Activation f, ConstMatrix gates, ConstMatrix values, ConstMatrix dout, Matrix dgate,
                   Matrix dvalue) {
  with_activation(f, [&](auto function) HWY_ATTR {
    using Function = decltype(function);
    for (size_t r = 0; r < gates.rows; ++r) {
      const float* g = gates.data + r * gates.stride;
      const float* v = values.data + r * values.stride;
      const float* d = dout.data + r * dout.stride;
      float* dg = dgate.data + r * dgate.stride;
      float* dv = dvalue.data + r * dvalue.stride;
      for_each_lanes(gates.cols, [&](size_t i, auto mask) HWY_ATTR {
        const Lanes x = load(g + i, mask);
        const Lanes gradient = load(d + i, mask);
        const Lanes gate_gradient = (gradient * load(v + i, mask)) * Function::slope(x);
        store(gradient * Function::value(x), dv + i, mask);
        store(gate_gradient, dg + i, mask);
      });
    }
  });
}

void softmax_rows(ConstMatrix x, Matrix y) {
  for (size_t r = 0; r < x.rows; ++r) {
    const float* in = x.data + r * x.stride;
    float* out = y.data + r * y.stride;
    const Lanes top = broadcast(max_of(in, x.cols));
    const Lanes log2e = broadcast(arithmetic::kLog2E);
    for_each_lanes(x.cols, [&](size_t i, auto mask) HWY_ATTR {
      store(exp2_below((load(in + i, mask) - top) * log2e), out + i, mask);
    });
    const Lanes inverse = broadcast(1.0F / sum_of(out, x.cols));
    for_each_lanes(
        x.cols, [&](size_t i, auto mask) HWY_ATTR { store(load(out + i, mask) * inverse, out + i, mask); });
  }
}

void softmax_rows_backward(ConstMatrix y, ConstMatrix dy, Matrix dx) {
  for (size_t r = 0; r < y.rows; ++r) {
    const float* p = y.data + r * y.stride;
    const float* dp = dy.data + r * dy.stride;
    float* out = dx.data + r * dx.stride;
    const Lanes mean = broadcast(dot_of(dp, p, y.cols));
    for_each_lanes(y.cols, [&](size_t i, auto mask) HWY_ATTR {
      store(load(p + i, mask) * (load(dp + i, mask) - mean), out + i, mask);
    });
  }
}

/// Sum of (x - mean)^2.
HWY_INLINE float deviation_squares(const float* x, float mean, size_t n) {
  Lanes squares = zero_lanes();
  const Lanes center = broadcast(mean);
  const size_t whole = n / kLanes * kLanes;
  for (size_t i = 0; i < whole; i += kLanes) {
    const Lanes d = load(x + i) - center;
    squares = fma(d, d, squares);
  }
  if (whole < n) {
    const LaneMask mask = first_lanes(n - whole);
    const Lanes d = select(mask, load(x + whole, mask) - center, zero_lanes());
    squares = fma(d, d, squares);
  }
  return add_lanes(squares);
}

void layer_norm(ConstMatrix x, const float* weight, const float* bias, float eps, Matrix y, float* means,
                float* inverse_deviation) {
  const float n = static_cast<float>(x.cols);
  for (size_t r = 0; r < x.rows; ++r) {
    const float* in = x.data + r * x.stride;
    float* out = y.data + r * y.stride;
    const float mean = sum_of(in, x.cols) / n;
    const float inverse = 1.0F / __builtin_sqrtf(deviation_squares(in, mean, x.cols) / n + eps);
    const Lanes mean_lanes = broadcast(mean);
    const Lanes inverse_lanes = broadcast(inverse);
    for_each_lanes(x.cols, [&](size_t i, auto mask) HWY_ATTR {
      const Lanes normalized = (load(in + i, mask) - mean_lanes) * inverse_lanes;
      store(fma(normalized, load(weight + i, mask), load(bias + i, mask)), out + i, mask);
    });
    if (means != nullptr) means[r] = mean;
    if (inverse_deviation != nullptr) inverse_deviation[r] = inverse;
  }
}

void layer_norm_backward(ConstMatrix x, const float* means, const float* inverse_deviation,
                         const float* weight, ConstMatrix dy, Matrix dx, float* dweight, float* dbias) {
  const float n = static_cast<float>(x.cols);
  for (size_t r = 0; r < x.rows; ++r) {
    const float* in = x.data + r * x.stride;
    const float* dout = dy.data + r * dy.stride;
    float* din = dx.data + r * dx.stride;
    const Lanes mean = broadcast(means[r]);
    const Lanes inverse = broadcast(inverse_deviation[r]);
    Lanes sums = zero_lanes();
    Lanes projections = zero_lanes();
    // Beyond the row the loads give 0, so g is 0 there and adds nothing.
    for_each_lanes(x.cols, [&](size_t i, auto mask) HWY_ATTR {
      const Lanes normalized = (load(in + i, mask) - mean) * inverse;
      const Lanes g = load(dout + i, mask) * load(weight + i, mask);
      sums = sums + g;
      projections = fma(g, normalized, projections);
    });
    const Lanes mean_gradient = broadcast(add_lanes(sums) / n);
    const Lanes projection = broadcast(add_lanes(projections) / n);
    for_each_lanes(x.cols, [&](size_t i, auto mask) HWY_ATTR {
      const Lanes normalized = (load(in + i, mask) - mean) * inverse;
      const Lanes d = load(dout + i, mask);
      store(fma(d, normalized, load(dweight + i, mask)), dweight + i, mask);
      store(load(dbias + i, mask) + d, dbias + i, mask);
      const Lanes centered = d * load(weight + i, mask) - mean_gradient;
      store(negated_fma(normalized, projection, centered) * inverse, din + i, mask);
    });
  }
}

}  // namespace

void fill_row_kernels(KernelTable& table) {
  table.activate = activate;
  table.activate_backward = activate_backward;
  table.gate = gate;
  table.gate_backward = gate_backward;
  table.softmax_rows = softmax_rows;
  table.softmax_rows_backward = softmax_rows_backward;
  table.layer_norm = layer_norm;
  table.layer_norm_backward = layer_norm_backward;
}

}  // namespace seqlens::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
