#include "seqlens/scan/promoter_class.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "seqlens/core/column_text.h"
#include "seqlens/core/errors.h"
#include "seqlens/core/parse_number.h"

namespace seqlens::scan {
namespace {

using Labels = std::vector<std::string>;

std::string lower_case(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

bool names_promoter(const std::string& label) {
  const std::string text = lower_case(label);
  if (text.find("promoter") == std::string::npos) return false;
  constexpr std::array<std::string_view, 4> kDenials{"non", "no", "not", "neg"};
  return std::ranges::none_of(kDenials, [&](std::string_view denial) { return text.starts_with(denial); });
}

/// A label, or its number.
std::optional<std::size_t> class_of(const Labels& labels, const std::string& name) {
  const auto named = std::ranges::find(labels, name);
  if (named != labels.end()) return static_cast<std::size_t>(named - labels.begin());
  const auto number = parse_integer(name, 0, static_cast<std::int64_t>(labels.size()) - 1);
  if (!number) return std::nullopt;
  return static_cast<std::size_t>(*number);
}

std::string class_text(const Labels& labels, std::size_t index) {
  return fmt::format("z[{} '{}']", index, labels[index]);
}

PromoterClass make_class(const Labels& labels, std::size_t promoter, std::string_view why) {
  PromoterClass result{.promoter = promoter, .others = {}, .label = labels[promoter], .text = {}};
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (i != promoter) result.others.push_back(i);
  result.text = class_text(labels, promoter);
  if (result.others.size() == 1) result.text += " - " + class_text(labels, result.others.front());
  if (result.others.size() > 1)
    result.text += fmt::format(" - ln sum exp of the other {}", result.others.size());
  result.text += fmt::format("; {}", why);
  return result;
}

PromoterClass wanted_class(const Labels& labels, const std::string& wanted) {
  const auto found = class_of(labels, wanted);
  if (!found)
    throw UsageError(fmt::format("--promoter-class '{}': the model's classes are '{}'", wanted,
                                 fmt::join(labels, "', '")));
  return make_class(labels, *found, "as --promoter-class says");
}

PromoterClass stored_class(const Labels& labels, const std::string& stored) {
  const auto found = std::ranges::find(labels, stored);
  if (found == labels.end())
    throw Error(fmt::format("its scores are about '{}', which is none of its classes '{}'", stored,
                            fmt::join(labels, "', '")));
  return make_class(labels, static_cast<std::size_t>(found - labels.begin()), "as the model says");
}

PromoterClass alone(PromoterClass found) {
  found.text =
      fmt::format("z[{} '{}'] alone{}", found.promoter, found.label, found.text.substr(found.text.find(';')));
  found.others.clear();
  return found;
}

}  // namespace

double PromoterClass::logit(std::span<const float> logits) const {
  const double speaks_for = logits[promoter];
  if (others.empty()) return speaks_for;
  if (others.size() == 1) return speaks_for - static_cast<double>(logits[others.front()]);
  double largest = logits[others.front()];
  for (const std::size_t i : others) largest = std::max(largest, static_cast<double>(logits[i]));
  double sum = 0;
  for (const std::size_t i : others) sum += std::exp(static_cast<double>(logits[i]) - largest);
  return speaks_for - (largest + std::log(sum));
}

PromoterClass find_promoter_class(const Labels& labels, const ClassChoice& choice) {
  if (choice.each_alone)
    return alone(find_promoter_class(labels, {choice.wanted, choice.stored, choice.fallback, false}));
  if (labels.empty()) throw Error("gives no classification logits, a scan takes 1 or more");
  for (const std::string& label : labels) {
    if (const std::string fault = column_fault(label); !fault.empty())
      throw Error(fmt::format("class label '{}' {}; it would break the lines of outputs", label, fault));
  }
  if (!choice.wanted.empty()) return wanted_class(labels, choice.wanted);
  if (!choice.stored.empty()) return stored_class(labels, choice.stored);
  if (labels.size() == 1) return make_class(labels, 0, "the only logit");
  const auto naming = std::ranges::find_if(labels, names_promoter);
  if (std::ranges::count_if(labels, names_promoter) == 1)
    return make_class(labels, static_cast<std::size_t>(naming - labels.begin()), "the label says which");
  if (const auto fallback = class_of(labels, choice.fallback))
    return make_class(labels, *fallback, fmt::format("class {}, since no label says which", *fallback));
  throw UsageError(
      fmt::format("--promoter-class: no label says which class a score is about; give one of '{}'",
                  fmt::join(labels, "', '")));
}

}  // namespace seqlens::scan
