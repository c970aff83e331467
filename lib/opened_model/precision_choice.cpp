#include "seqlens/opened_model/precision_choice.h"

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens::opened_model {

using kernels::Precision;

Precision choose_precision(std::string_view wanted, const std::function<void(std::string_view)>& warn) {
  if (wanted == "auto") return Precision::f32;
  const auto precision = kernels::precision_named(wanted);
  if (!precision)
    throw UsageError(
        fmt::format("--precision {}: no such precision; there are f32, bf16, int8 and auto", wanted));
  if (kernels::has_unit(*precision)) return *precision;
  warn(fmt::format("--precision {}: this CPU has no unit for it ({}); f32 is used", wanted,
                   *precision == Precision::bf16 ? "AVX512_BF16" : "AVX512_VNNI"));
  return Precision::f32;
}

}  // namespace seqlens::opened_model
