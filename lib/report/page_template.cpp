#include "seqlens/report/page_template.h"

#include <algorithm>
#include <set>

#include "seqlens/core/errors.h"

namespace seqlens::report {
namespace {

constexpr std::string_view kOpen = "{{";
constexpr std::string_view kClose = "}}";

}  // namespace

std::string fill_template(std::string_view page,
                          std::span<const std::pair<std::string_view, std::string_view>> values) {
  std::string filled;
  std::set<std::string_view> used;
  for (std::size_t open = page.find(kOpen); open != std::string_view::npos; open = page.find(kOpen)) {
    const std::size_t close = page.find(kClose, open);
    if (close == std::string_view::npos) break;
    const std::string_view name = page.substr(open + kOpen.size(), close - open - kOpen.size());
    const auto value =
        std::find_if(values.begin(), values.end(), [&](const auto& entry) { return entry.first == name; });
    if (value == values.end()) throw Error("the template has no value for '" + std::string(name) + "'");
    filled.append(page.substr(0, open)).append(value->second);
    used.insert(name);
    page.remove_prefix(close + kClose.size());
  }
  for (const auto& [name, value] : values) {
    if (!used.contains(name)) throw Error("the template does not use '" + std::string(name) + "'");
  }
  return filled.append(page);
}

}  // namespace seqlens::report
