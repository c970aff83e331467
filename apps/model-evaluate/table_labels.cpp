#include "model-evaluate/table_labels.h"

#include <fmt/format.h>

namespace model_evaluate {
namespace {

std::string with_name(const char* number, const std::string& name) {
  return name.empty() ? number : fmt::format("{} ('{}')", number, name);
}

}  // namespace

TableLabels::TableLabels(const std::vector<std::string>& classes, std::size_t positive) {
  positive_ = classes[positive];
  if (classes.size() == 2) negative_ = classes[1 - positive];
}

std::optional<std::uint8_t> TableLabels::target(const std::string& text) const {
  if (text.empty()) return std::nullopt;
  if (text == positive_) return 1;
  if (text == negative_) return 0;
  if (text == "1") return 1;
  if (text == "0") return 0;
  return std::nullopt;
}

std::string TableLabels::expected() const {
  return with_name("1", positive_) + " or " + with_name("0", negative_);
}

}  // namespace model_evaluate
