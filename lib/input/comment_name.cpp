#include "comment_name.h"

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens::input {

void refuse_comment_name(std::string_view name, const std::string& place) {
  if (!name.starts_with('#')) return;
  throw InputError(place,
                   fmt::format("the name '{}' begins with '#', and lines that do are comments to readers "
                               "of BED and tables; rename it",
                               name));
}

}  // namespace seqlens::input
