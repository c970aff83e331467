#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace seqlens::report {

/// A template with each {{name}} replaced by the value of that name, which goes in as it is and is not looked
/// into: texts for HTML come escaped (core/xml_text.h).
/// @throws Error naming a name that has no value, or a value that the template does not use.
[[nodiscard]] std::string fill_template(
    std::string_view page, std::span<const std::pair<std::string_view, std::string_view>> values);

}  // namespace seqlens::report
