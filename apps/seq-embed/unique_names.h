#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>

namespace seq_embed {

/// Names for records, each given once: a name that came before gets the first free of "#2", "#3", ... Bytes
/// that are no UTF-8 become U+FFFD. Remembers every name.
class UniqueNames {
 public:
  [[nodiscard]] std::string add(std::string_view name);
  [[nodiscard]] std::uint64_t renamed() const { return renamed_; }

 private:
  std::unordered_set<std::string> given_;
  std::uint64_t renamed_ = 0;
};

}  // namespace seq_embed
