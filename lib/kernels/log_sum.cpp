#include "log_sum.h"

#include <cmath>
#include <numbers>

namespace seqlens::kernels {

float natural_log_sum(float top, float total) {
  return static_cast<float>(double{top} * std::numbers::ln2 + std::log(double{total}));
}

}  // namespace seqlens::kernels
