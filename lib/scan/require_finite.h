#pragma once

#include <string_view>

namespace seqlens::scan {

/// The logit. A comparison with NaN is false, so a model that says NaN would pass for one that says no.
/// @param source  who gives it, for the message: "the model"
/// @throws Error unless it is a finite number
float require_finite(float logit, std::string_view source);

}  // namespace seqlens::scan
