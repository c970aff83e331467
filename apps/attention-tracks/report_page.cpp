#include "attention-tracks/report_page.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "seqlens/core/xml_text.h"
#include "seqlens/report/logo_svg.h"
#include "seqlens/report/page_template.h"

#include "attention-tracks/page_source.h"
#include "attention-tracks/report_json.h"

namespace attention_tracks {
namespace {

using namespace seqlens;

constexpr double kLogoHeight = 120;  // pixels; the page's script keeps it, and sets the width
constexpr double kLogoColumn = 10;
constexpr double kLeastHighest = 0.1;  // of the logit

std::vector<report::LogoLetter> letters_of(const ReportView& view) {
  std::vector<report::LogoLetter> letters;
  for (const auto& base : view.effects) {
    if (base.has_effects())
      letters.push_back({base.position - view.bases.begin, base.base, -mutagenesis::mean_effect(base)});
  }
  return letters;
}

/// One scale for the page, so that regions can be compared; never so fine that next to nothing looks large.
report::LogoRange range_of(std::span<const ReportView> views) {
  report::LogoRange all{0, kLeastHighest};
  for (const ReportView& view : views) {
    const report::LogoRange range = report::logo_range(letters_of(view));
    if (view.effects.empty()) continue;
    all = {std::min(all.lowest, range.lowest), std::max(all.highest, range.highest)};
  }
  return all;
}

/// Drawn here, by what draws the pictures of mutation-scan; the script puts it into its row.
std::string logo(const ReportView& view, const report::LogoRange& range, std::size_t number) {
  if (view.effects.empty()) return "";
  const double unit = kLogoHeight / (range.highest - range.lowest);
  const double baseline = range.highest * unit;
  return fmt::format(
             "<svg id=\"logo-{}\" viewBox=\"0 0 {:.0f} {:.0f}\" preserveAspectRatio=\"none\" "
             "data-highest=\"{:.3g}\" data-lowest=\"{:.3g}\" data-baseline=\"{:.2f}\">\n",
             number, kLogoColumn * static_cast<double>(view.bases.length()), kLogoHeight, range.highest,
             range.lowest, baseline) +
         report::logo_letters(letters_of(view), {.left = 0,
                                                 .column_width = kLogoColumn,
                                                 .space = 0.8,
                                                 .baseline = baseline,
                                                 .unit = unit,
                                                 .smallest = 0.3}) +
         "</svg>\n";
}

std::string provenance_list(const ReportFacts& facts) {
  std::string text;
  for (const auto& [name, value] : facts.provenance)
    text += fmt::format("<dt>{}</dt><dd>{}</dd>\n", xml_escaped(name), xml_escaped(value));
  return text;
}

std::string place_text(const ReportView& view) {
  return fmt::format("{}:{}-{}", view.name, view.bases.begin + 1, view.bases.end);
}

std::string title(std::span<const ReportView> views) {
  if (views.size() == 1) return place_text(views.front());
  return fmt::format("{} and {} more", place_text(views.front()), views.size() - 1);
}

}  // namespace

std::string report_page(const ReportFacts& facts, std::span<const ReportView> views) {
  std::string logos;
  const report::LogoRange range = range_of(views);
  for (std::size_t i = 0; i < views.size(); ++i) logos += logo(views[i], range, i);
  const PageSource source = page_source();
  const std::string page_title = xml_escaped(title(views));
  const std::string letters = report::logo_definitions();
  const std::string provenance = provenance_list(facts);
  const std::string token_note = xml_escaped(facts.token_note);
  const std::string data = report_json(facts, views);
  const std::array<std::pair<std::string_view, std::string_view>, 8> values{{{"title", page_title},
                                                                             {"style", source.style},
                                                                             {"letters", letters},
                                                                             {"logos", logos},
                                                                             {"token_note", token_note},
                                                                             {"provenance", provenance},
                                                                             {"data", data},
                                                                             {"script", source.script}}};
  return report::fill_template(source.html, values);
}

std::size_t matrix_bytes(const WindowMatrices& matrices) {
  return 2 * matrices.values.size();
}

}  // namespace attention_tracks
