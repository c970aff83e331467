#pragma once

#include <string_view>

namespace seqlens::report {

/// The files of page/ as they were when the library was built.
[[nodiscard]] std::string_view frame_source();   ///< HTML: a template (page_template.h)
[[nodiscard]] std::string_view style_source();   ///< CSS
[[nodiscard]] std::string_view script_source();  ///< JavaScript, all files one after the other

}  // namespace seqlens::report
