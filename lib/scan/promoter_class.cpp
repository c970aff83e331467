#include "seqlens/scan/promoter_class.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

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

std::size_t wanted_class(const Labels& labels, const std::string& wanted) {
  const auto named = std::ranges::find(labels, wanted);
  if (named != labels.end()) return static_cast<std::size_t>(named - labels.begin());
  const auto number = parse_integer(wanted, 0, static_cast<std::int64_t>(labels.size()) - 1);
  if (!number)
    throw UsageError(fmt::format("--promoter-class '{}': the model's classes are '{}'", wanted,
                                 fmt::join(labels, "', '")));
  return static_cast<std::size_t>(*number);
}

std::string class_text(const Labels& labels, std::size_t index) {
  return fmt::format("z[{} '{}']", index, labels[index]);
}

PromoterClass make_class(const Labels& labels, std::size_t promoter, std::string_view why) {
  PromoterClass result{.promoter = promoter, .other = {}, .label = "promoter", .text = {}};
  if (names_promoter(labels[promoter])) result.label = labels[promoter];
  result.text = class_text(labels, promoter);
  if (labels.size() == 2) {
    result.other = 1 - promoter;
    result.text += " - " + class_text(labels, *result.other);
  }
  result.text += fmt::format("; {}", why);
  return result;
}

}  // namespace

double PromoterClass::logit(std::span<const float> logits) const {
  const double speaks_for = logits[promoter];
  return other ? speaks_for - static_cast<double>(logits[*other]) : speaks_for;
}

PromoterClass find_promoter_class(const Labels& labels, const std::string& wanted) {
  if (labels.empty() || labels.size() > 2)
    throw Error(fmt::format("gives {} classification logits, a scan takes 1 or 2", labels.size()));
  if (!wanted.empty()) return make_class(labels, wanted_class(labels, wanted), "as --promoter-class says");
  if (labels.size() == 1) return make_class(labels, 0, "the only logit");
  const auto naming = std::ranges::count_if(labels, names_promoter);
  if (naming == 1) return make_class(labels, names_promoter(labels[0]) ? 0 : 1, "the label says which");
  return make_class(labels, 1, "class 1, since no label names promoters");
}

}  // namespace seqlens::scan
