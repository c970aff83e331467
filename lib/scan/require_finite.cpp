#include "require_finite.h"

#include <fmt/core.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/not_finite.h"

namespace seqlens::scan {

float require_finite(float logit, std::string_view source) {
  const auto broken = first_not_finite({&logit, 1});
  if (!broken.empty())
    throw Error(fmt::format("{} gives a logit of {}; its weights are broken", source, broken));
  return logit;
}

}  // namespace seqlens::scan
