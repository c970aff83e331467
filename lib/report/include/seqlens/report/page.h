#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "seqlens/report/heatmap.h"
#include "seqlens/report/plot.h"
#include "seqlens/report/provenance.h"
#include "seqlens/report/table.h"

namespace seqlens::report {

/// A page of words, tables and pictures, from top to bottom. Every text is shown as it is, whatever it holds;
/// names (of plots, heatmaps, tables, pictures) are letters, digits, '-' and '_', and differ within a page.
///
///     report::Page page("Calls of chr1", provenance);
///     page.lead("What a reader must know before anything else.");
///     page.section("At a glance");
///     page.text("1,204 calls, 9.7 a megabase.");
///     page.table(calls, "The strongest calls");
///     page.plot(density, "Calls along the chromosome; dashed: where the annotation has starts.");
///     output.write(page.html());
class Page {
 public:
  /// @param heading     the title of the page and of the window.
  /// @param provenance  goes to the end of the page, and to the head of every table that is saved.
  Page(std::string heading, Provenance provenance);

  /// A paragraph that stands out, under the heading.
  void lead(std::string_view words);
  /// A section with this title begins. What is added before the first has none.
  void section(std::string_view title);
  void text(std::string_view words);
  /// Items, each with words in bold before it (which may be empty).
  void list(const std::vector<std::pair<std::string, std::string>>& items);
  /// Sortable, and saved as TSV. @param most_rows  more are in the file that is saved, which the page says.
  void table(const Table& table, std::string_view caption, std::size_t most_rows = 1000);
  /// Pictures that follow each other stand side by side where there is room.
  void plot(const Plot& plot, std::string_view caption);
  void heatmap(const Heatmap& heatmap, std::string_view caption);
  /// Any SVG document, as it is. @param numbers  what it was drawn from, to be saved.
  void picture(std::string_view svg, const Table& numbers, std::string_view caption);

  /// @throws Error when a name is used twice or holds other letters.
  [[nodiscard]] std::string html() const;

 private:
  void add(std::string_view html);
  void add_figure(std::string_view svg, const Table& numbers, std::string_view caption);

  std::string heading_;
  Provenance provenance_;
  std::string lead_;
  std::string body_;
  std::vector<std::string> sections_;
  std::vector<std::string> names_;
  bool in_pictures_ = false;
};

}  // namespace seqlens::report
