#pragma once

#include <string_view>

namespace attention_tracks {

/// The files of page/ as they were when the program was built.
struct PageSource {
  std::string_view html;    ///< a template (report::fill_template)
  std::string_view style;   ///< CSS
  std::string_view script;  ///< JavaScript, all files one after the other
};

[[nodiscard]] PageSource page_source();

}  // namespace attention_tracks
