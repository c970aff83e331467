#pragma once

#include "seqlens/kernels/matrix_view.h"

namespace seqlens::kernels {

/// gelu = x * Phi(x) with the error function; gelu_tanh = its tanh form (Hendrycks & Gimpel 2016);
/// silu = x * sigmoid(x).
enum class Activation { none, relu, gelu, gelu_tanh, silu };

/// y = f(x), element by element; y may be x. Absolute error of gelu against double below 1e-6 (1 + |x|).
void activate(Activation f, ConstMatrix x, Matrix y);

/// dx = dy * f'(x); dx may be dy.
void activate_backward(Activation f, ConstMatrix x, ConstMatrix dy, Matrix dx);

/// Gated linear unit (Shazeer 2020): out = f(gate) * value. All (M, F). out may be gate.
void gate(Activation f, ConstMatrix gate, ConstMatrix value, Matrix out);

/// dgate = dout * value * f'(gate), dvalue = dout * f(gate).
void gate_backward(Activation f, ConstMatrix gate, ConstMatrix value, ConstMatrix dout, Matrix dgate,
                   Matrix dvalue);

}  // namespace seqlens::kernels
