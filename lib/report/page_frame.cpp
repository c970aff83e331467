#include "seqlens/report/page_frame.h"

#include <array>

#include <fmt/format.h>

#include "seqlens/core/xml_text.h"
#include "seqlens/report/page_template.h"

#include "page_source.h"

namespace seqlens::report {

std::string page_html(const PageParts& parts) {
  const std::string title = xml_escaped(parts.title);
  const std::string style = std::string(style_source()).append(parts.style);
  const std::string script = std::string(script_source()).append(parts.script);
  const std::string_view data = parts.data.empty() ? "null" : parts.data;
  const std::array<std::pair<std::string_view, std::string_view>, 5> values{
      {{"title", title}, {"style", style}, {"body", parts.body}, {"data", data}, {"script", script}}};
  return fill_template(frame_source(), values);
}

std::string fact_list(std::span<const std::pair<std::string, std::string>> facts) {
  std::string text = "<dl class=\"facts\">\n";
  for (const auto& [name, value] : facts)
    text += fmt::format("<dt>{}</dt><dd>{}</dd>\n", xml_escaped(name), xml_escaped(value));
  return text + "</dl>\n";
}

}  // namespace seqlens::report
