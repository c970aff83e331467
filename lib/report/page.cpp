#include "seqlens/report/page.h"

#include <algorithm>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/xml_text.h"
#include "seqlens/report/json_writer.h"
#include "seqlens/report/page_frame.h"
#include "seqlens/report/write.h"

namespace seqlens::report {
namespace {

bool is_name(std::string_view text) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
  return !text.empty() && text.find_first_not_of(kLetters) == std::string_view::npos;
}

bool is_number(const Cell& cell) {
  return !std::holds_alternative<std::string>(cell);
}

/// Columns of texts are to the left, those of numbers to the right.
std::vector<bool> text_columns(const Table& table) {
  std::vector<bool> texts(table.columns.size());
  for (const auto& row : table.rows)
    for (std::size_t i = 0; i < row.size(); ++i) texts[i] = texts[i] || !is_number(row[i]);
  return texts;
}

std::string table_row(std::string_view tag, const std::vector<std::string>& cells,
                      const std::vector<bool>& texts) {
  std::string text = "<tr>";
  for (std::size_t i = 0; i < cells.size(); ++i)
    text += fmt::format("<{0}{1}{2}>{3}</{0}>", tag, tag == "th" ? " scope=\"col\"" : "",
                        texts[i] ? " class=\"text\"" : "", xml_escaped(cells[i]));
  return text + "</tr>\n";
}

std::string table_html(const Table& table, std::size_t most_rows) {
  const auto texts = text_columns(table);
  std::string text = "<thead>" + table_row("th", table.columns, texts) + "</thead>\n<tbody>\n";
  for (std::size_t r = 0; r < std::min(most_rows, table.rows.size()); ++r) {
    std::vector<std::string> cells;
    for (const Cell& cell : table.rows[r]) cells.push_back(cell_text(cell));
    text += table_row("td", cells, texts);
  }
  return text + "</tbody>\n";
}

/// The TSV file as a text for the script.
std::string numbers(const Provenance& provenance, const Table& table) {
  JsonWriter json;
  json.text(to_tsv(provenance, table));
  return fmt::format("<script type=\"application/json\" class=\"numbers\">{}</script>\n", json.str());
}

std::vector<std::pair<std::string, std::string>> facts_of(const Provenance& provenance) {
  std::vector<std::pair<std::string, std::string>> facts{
      {"program", fmt::format("{} {}", provenance.program, provenance.version)}};
  for (const auto& [name, value] : provenance.facts) facts.emplace_back(name, cell_text(value));
  return facts;
}

}  // namespace

Page::Page(std::string heading, Provenance provenance)
    : heading_(std::move(heading)), provenance_(std::move(provenance)) {}

void Page::lead(std::string_view words) {
  lead_ += fmt::format("<p class=\"caveat\">{}</p>\n", xml_escaped(words));
}

void Page::section(std::string_view title) {
  add(fmt::format("{}<section id=\"section-{}\"><h2>{}</h2>\n", sections_.empty() ? "" : "</section>\n",
                  sections_.size() + 1, xml_escaped(title)));
  sections_.emplace_back(title);
}

void Page::text(std::string_view words) {
  add(fmt::format("<p>{}</p>\n", xml_escaped(words)));
}

void Page::list(const std::vector<std::pair<std::string, std::string>>& items) {
  std::string html = "<ul>\n";
  for (const auto& [title, words] : items)
    html += title.empty()
                ? fmt::format("<li>{}</li>\n", xml_escaped(words))
                : fmt::format("<li><strong>{}</strong> {}</li>\n", xml_escaped(title), xml_escaped(words));
  add(html + "</ul>\n");
}

void Page::table(const Table& table, std::string_view caption, std::size_t most_rows) {
  std::string said(caption);
  if (table.rows.size() > most_rows)
    said += fmt::format(" The first {} of {} rows; all are in the file that is saved.", most_rows,
                        table.rows.size());
  names_.push_back(table.name);
  add(fmt::format(
      "<div class=\"numbered\" id=\"{}\">\n<div class=\"wide\"><table class=\"sortable\"><caption>{}"
      "</caption>\n{}</table></div>\n{}</div>\n",
      table.name, xml_escaped(said), table_html(table, most_rows), numbers(provenance_, table)));
}

void Page::plot(const Plot& plot, std::string_view caption) {
  add_figure(plot_svg(plot), plot_table(plot), caption);
}

void Page::heatmap(const Heatmap& heatmap, std::string_view caption) {
  add_figure(heatmap_svg(heatmap), heatmap_table(heatmap), caption);
}

void Page::picture(std::string_view svg, const Table& numbers, std::string_view caption) {
  add_figure(svg, numbers, caption);
}

void Page::add(std::string_view html) {
  if (in_pictures_) body_ += "</div>\n";
  in_pictures_ = false;
  body_ += html;
}

void Page::add_figure(std::string_view svg, const Table& table, std::string_view caption) {
  if (!in_pictures_) body_ += "<div class=\"pictures\">\n";
  in_pictures_ = true;
  names_.push_back(table.name);
  body_ += fmt::format("<figure class=\"picture numbered\" id=\"{}\">\n<div class=\"wide\">{}</div>\n",
                       table.name, svg);
  body_ += fmt::format("<figcaption>{}</figcaption>\n{}</figure>\n", xml_escaped(caption),
                       numbers(provenance_, table));
}

std::string Page::html() const {
  std::vector<std::string> names = names_;
  std::sort(names.begin(), names.end());
  if (const auto twice = std::adjacent_find(names.begin(), names.end()); twice != names.end())
    throw Error("two parts of the page are called '" + *twice + "'");
  for (const std::string& name : names)
    if (!is_name(name)) throw Error("'" + name + "' is no name of a part of a page");
  std::string contents;
  if (sections_.size() > 2) {
    for (std::size_t i = 0; i < sections_.size(); ++i)
      contents += fmt::format("<li><a href=\"#section-{}\">{}</a></li>\n", i + 1, xml_escaped(sections_[i]));
    contents = "<nav aria-label=\"Contents\"><ul>\n" + contents + "</ul></nav>\n";
  }
  const std::string body = fmt::format(
      "<header>\n<h1>{}</h1>\n{}</header>\n<main>\n{}{}{}{}<section><h2>Where this comes from</h2>\n{}"
      "</section>\n</main>\n",
      xml_escaped(heading_), lead_, contents, body_, in_pictures_ ? "</div>\n" : "",
      sections_.empty() ? "" : "</section>\n", fact_list(facts_of(provenance_)));
  return page_html(
      {.title = heading_ + " - " + provenance_.program, .body = body, .style = {}, .script = {}});
}

}  // namespace seqlens::report
