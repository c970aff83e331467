#include "seqlens/labelled/label_names.h"

#include <algorithm>

#include <fmt/format.h>

#include "seqlens/core/parse_number.h"

namespace seqlens::labelled {

namespace {

std::string with_name(int number, const std::string& name) {
  return name.empty() ? std::to_string(number) : fmt::format("{} ('{}')", number, name);
}

std::string list_of(const std::vector<std::string>& labels) {
  if (labels.size() == 1) return fmt::format("0 (not {}), 1 ({})", labels[0], labels[0]);
  std::string text;
  for (std::size_t i = 0; i < labels.size(); ++i)
    text += fmt::format("{}{} ({})", i ? ", " : "", i, labels[i]);
  return text;
}

}  // namespace

LabelNames LabelNames::of_classes(const std::vector<std::string>& labels) {
  LabelNames names;
  names.classes_ = static_cast<int>(std::max<std::size_t>(labels.size(), 2));
  for (std::size_t i = 0; i < labels.size(); ++i)
    names.names_.emplace_back(labels[i], labels.size() == 1 ? 1 : static_cast<int>(i));
  names.what_ = " is none of the model's: " + list_of(labels);
  return names;
}

LabelNames LabelNames::of_positive(const std::vector<std::string>& labels, std::size_t positive) {
  LabelNames names;
  const std::string yes = labels.empty() ? std::string() : labels[positive];
  const std::string no = labels.size() == 2 ? labels[1 - positive] : std::string();
  if (!yes.empty()) names.names_.emplace_back(yes, 1);
  if (!no.empty()) names.names_.emplace_back(no, 0);
  names.what_ = fmt::format(", expected {} or {}", with_name(1, yes), with_name(0, no));
  return names;
}

std::optional<int> LabelNames::target(const std::string& text) const {
  const auto named = std::ranges::find(names_, text, &std::pair<std::string, int>::first);
  if (named != names_.end()) return named->second;
  const auto number = parse_integer(text, 0, classes_ - 1);
  if (!number) return std::nullopt;
  return static_cast<int>(*number);
}

std::string LabelNames::unknown_text(const std::string& text) const {
  return fmt::format("label '{}'{}", text, what_);
}

}  // namespace seqlens::labelled
