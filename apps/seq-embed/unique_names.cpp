#include "seq-embed/unique_names.h"

#include <fmt/format.h>

#include "seqlens/core/utf8.h"

namespace seq_embed {

std::string UniqueNames::add(std::string_view name) {
  const std::string valid = seqlens::valid_utf8(name);
  if (given_.insert(valid).second) return valid;
  ++renamed_;
  for (int number = 2;; ++number) {
    const std::string other = fmt::format("{}#{}", valid, number);
    if (given_.insert(other).second) return other;
  }
}

}  // namespace seq_embed
