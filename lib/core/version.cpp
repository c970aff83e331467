#include "seqlens/core/version.h"

namespace seqlens {

std::string_view version() {
  return SEQLENS_VERSION;
}

std::string_view release_date() {
  return SEQLENS_RELEASE_DATE;
}

}  // namespace seqlens
