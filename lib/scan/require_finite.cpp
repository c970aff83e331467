#include "require_finite.h"

#include <cmath>

#include <fmt/core.h>

#include "seqlens/core/errors.h"

namespace seqlens::scan {

float require_finite(float logit, std::string_view source) {
  if (!std::isfinite(logit))
    throw Error(fmt::format("{} gives a logit of {}; its weights are broken", source, logit));
  return logit;
}

}  // namespace seqlens::scan
