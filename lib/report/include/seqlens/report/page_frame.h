#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace seqlens::report {

/// What a page is made of besides the kit's own frame, style and script. `body`, `style`, `script` and `data`
/// go in as they are; texts in them come escaped (core/xml_text.h, json_writer.h).
struct PageParts {
  std::string title;           ///< of the window: plain text
  std::string_view body;       ///< HTML
  std::string_view style;      ///< CSS, after the kit's
  std::string_view script;     ///< JavaScript, after the kit's and in one function with it
  std::string_view data = {};  ///< JSON that the script reads: dataOfPage()
};

/// One HTML file that needs nothing else, from file:// too. It follows the reader's light or dark setting,
/// prints in light colours, and fits a phone. Tables with the class "sortable" sort by the titles of their
/// columns; figures with the class "picture" tell the numbers at the pointer, and save what they show.
[[nodiscard]] std::string page_html(const PageParts& parts);

/// Names and texts as a list (<dl>), escaped.
[[nodiscard]] std::string fact_list(std::span<const std::pair<std::string, std::string>> facts);

}  // namespace seqlens::report
