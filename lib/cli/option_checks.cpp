#include "seqlens/cli/option_checks.h"

#include <algorithm>

#include <fmt/format.h>

#include "seqlens/cli/spelling.h"
#include "seqlens/core/parse_number.h"

namespace seqlens::cli {

CLI::Validator whole_number(std::int64_t lowest, std::int64_t highest) {
  auto check = [=](const std::string& text) -> std::string {
    if (parse_integer(text, lowest, highest)) return {};
    return fmt::format("must be a whole number from {} to {}, not '{}'", lowest, highest, text);
  };
  return {std::move(check), ""};
}

CLI::Validator real_number(double lowest, double highest) {
  auto check = [=](const std::string& text) -> std::string {
    const auto value = parse_real(text);
    if (value && *value >= lowest && *value <= highest) return {};
    return fmt::format("must be a number from {} to {}, not '{}'", lowest, highest, text);
  };
  return {std::move(check), ""};
}

CLI::Validator one_of(std::vector<std::string> choices) {
  std::string description = fmt::format("{{{}}}", fmt::join(choices, ","));
  auto check = [choices = std::move(choices)](const std::string& text) -> std::string {
    if (std::find(choices.begin(), choices.end(), text) != choices.end()) return {};
    return fmt::format("'{}' is none of {}{}", text, fmt::join(choices, ", "), did_you_mean(text, choices));
  };
  return {std::move(check), std::move(description)};
}

}  // namespace seqlens::cli
