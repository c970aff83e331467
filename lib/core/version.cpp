#include "seqlens/core/version.h"

namespace seqlens {

std::string_view version() {
  return SEQLENS_VERSION;
}

}  // namespace seqlens
