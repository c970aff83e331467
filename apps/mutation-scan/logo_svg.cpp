#include "mutation-scan/logo_svg.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <vector>

#include <fmt/format.h>

#include "seqlens/core/xml_text.h"
#include "seqlens/report/logo_svg.h"

namespace mutation_scan {
namespace {

using seqlens::mutagenesis::BaseEffects;
using seqlens::mutagenesis::kSubstitutes;
using seqlens::mutagenesis::mean_effect;
using seqlens::report::LogoLetter;
using seqlens::report::LogoRange;

// All lengths in pixels.
constexpr double kBaseWidth = 10;
constexpr double kLeft = 64;
constexpr double kRight = 24;
constexpr double kTitle = 40;
constexpr double kLogo = 180;
constexpr double kGap = 34;  // between logo and map: the positions stand there
constexpr double kRow = 12;
constexpr double kLegend = 46;

struct Picture {
  std::span<const BaseEffects> bases;
  std::vector<LogoLetter> letters;
  LogoRange range;
  double largest = 0;  // magnitude of a single substitution's effect
  std::string text;

  [[nodiscard]] double width() const { return kLeft + kBaseWidth * span_bases() + kRight; }
  [[nodiscard]] double map_top() const { return kTitle + kLogo + kGap; }
  [[nodiscard]] double height() const { return map_top() + 4 * kRow + kLegend; }
  [[nodiscard]] double span_bases() const {
    return static_cast<double>(bases.back().position - bases.front().position + 1);
  }
  [[nodiscard]] double x(std::int64_t position) const {
    return kLeft + kBaseWidth * static_cast<double>(position - bases.front().position);
  }
  [[nodiscard]] double unit() const { return kLogo / (range.highest - range.lowest); }
  [[nodiscard]] double y(double value) const { return kTitle + unit() * (range.highest - value); }

  template <class... Values>
  void put(fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(text), format, std::forward<Values>(values)...);
    text += '\n';
  }
};

/// A letter's height is how much the base is worth to the logit.
std::vector<LogoLetter> letters_of(std::span<const BaseEffects> bases) {
  std::vector<LogoLetter> letters;
  for (const BaseEffects& base : bases) {
    if (base.has_effects())
      letters.push_back({base.position - bases.front().position, base.base, -mean_effect(base)});
  }
  return letters;
}

Picture measure(std::span<const BaseEffects> bases) {
  Picture picture{bases, letters_of(bases), {}, 0, {}};
  picture.range = seqlens::report::logo_range(picture.letters);
  for (const BaseEffects& base : bases) {
    for (std::size_t i = 0; base.has_effects() && i < 4; ++i)
      picture.largest = std::max(picture.largest, std::abs(base.delta(i)));
  }
  return picture;
}

/// 1, 2 or 5 times a power of ten, so that about four steps make up the range.
double tick_step(double range) {
  const double power = std::pow(10, std::floor(std::log10(range / 4)));
  for (const double step : {1.0, 2.0, 5.0}) {
    if (range / (step * power) <= 6) return step * power;
  }
  return 10 * power;
}

void draw_head(Picture& picture, std::string_view record, std::string_view model) {
  picture.put(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} "
      "{1:.0f}\" font-family=\"sans-serif\" font-size=\"11\" fill=\"#333\">",
      picture.width(), picture.height());
  picture.put("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>");
  picture.text += "<defs>\n" + seqlens::report::logo_definitions();
  picture.put("</defs>");
  picture.put("<text x=\"{:.0f}\" y=\"16\" font-size=\"13\">{}:{}-{}</text>", kLeft,
              seqlens::xml_escaped(record), picture.bases.front().position + 1,
              picture.bases.back().position + 1);
  picture.put("<text x=\"{:.0f}\" y=\"31\" fill=\"#666\">{}</text>", kLeft, seqlens::xml_escaped(model));
}

void draw_scale(Picture& picture) {
  const double step = tick_step(picture.range.highest - picture.range.lowest);
  for (auto i = std::lround(std::ceil(picture.range.lowest / step));
       static_cast<double>(i) * step <= picture.range.highest; ++i) {
    const double value = static_cast<double>(i) * step;
    const double y = picture.y(value);
    picture.put("<path d=\"M{:.0f} {:.2f} H{:.0f}\" stroke=\"{}\"/>", kLeft - 4, y, picture.width() - kRight,
                i == 0 ? "#333" : "#e4e4e4");
    picture.put("<text x=\"{:.0f}\" y=\"{:.2f}\" text-anchor=\"end\">{:g}</text>", kLeft - 8, y + 4, value);
  }
  const double middle = kTitle + kLogo / 2;
  picture.put(
      "<text transform=\"translate(14 {:.0f}) rotate(-90)\" text-anchor=\"middle\" fill=\"#666\">"
      "logit lost by substitution</text>",
      middle);
}

void draw_letters(Picture& picture) {
  picture.text += seqlens::report::logo_letters(picture.letters, {.left = kLeft,
                                                                  .column_width = kBaseWidth,
                                                                  .space = 0.8,
                                                                  .baseline = picture.y(0),
                                                                  .unit = picture.unit(),
                                                                  .smallest = 0.05});
}

/// Every tenth position, 1-based as the title.
void draw_positions(Picture& picture) {
  const double top = kTitle + kLogo;
  for (const BaseEffects& base : picture.bases) {
    const std::int64_t shown = base.position + 1;
    if (shown % 10 != 0) continue;
    const double x = picture.x(base.position) + kBaseWidth / 2;
    picture.put("<path d=\"M{:.1f} {:.0f} v5\" stroke=\"#999\"/>", x, top + 4);
    if (shown % 20 == 0)
      picture.put("<text x=\"{:.1f}\" y=\"{:.0f}\" text-anchor=\"middle\">{}</text>", x, top + 21, shown);
  }
}

/// White at 0, vermillion for a logit that falls, blue for one that rises.
std::string colour(double value, double largest) {
  const double share = largest > 0 ? std::min(1.0, std::abs(value) / largest) : 0;
  const std::array<double, 3> full =
      value < 0 ? std::array<double, 3>{213, 94, 0} : std::array<double, 3>{0, 114, 178};
  const auto mixed = [&](std::size_t i) { return std::lround(255 + share * (full[i] - 255)); };
  return fmt::format("#{:02x}{:02x}{:02x}", mixed(0), mixed(1), mixed(2));
}

void draw_map(Picture& picture) {
  for (std::size_t i = 0; i < 4; ++i) {
    const double y = picture.map_top() + kRow * static_cast<double>(i);
    picture.put("<text x=\"{:.0f}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>", kLeft - 8, y + kRow - 2,
                kSubstitutes[i]);
    for (const BaseEffects& base : picture.bases) {
      if (!base.has_effects()) continue;
      const bool own = kSubstitutes[i] == base.base;
      picture.put("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"{}\"/>",
                  picture.x(base.position), y, kBaseWidth, kRow,
                  own ? "#d8d8d8" : colour(base.delta(i), picture.largest));
    }
  }
}

void draw_legend(Picture& picture) {
  const double y = picture.map_top() + 4 * kRow + 16;
  constexpr int kSteps = 11;
  for (int i = 0; i < kSteps; ++i) {
    const double share = 2.0 * i / (kSteps - 1) - 1;
    picture.put("<rect x=\"{:.0f}\" y=\"{:.0f}\" width=\"12\" height=\"10\" fill=\"{}\"/>", kLeft + 12 * i, y,
                colour(share, 1));
  }
  picture.put("<text x=\"{:.0f}\" y=\"{:.0f}\" text-anchor=\"end\">{:.3g}</text>", kLeft - 8, y + 9,
              -picture.largest);
  picture.put("<text x=\"{:.0f}\" y=\"{:.0f}\">+{:.3g}  change of the logit; grey: the base itself</text>",
              kLeft + 12 * kSteps + 6, y + 9, picture.largest);
}

}  // namespace

std::string logo_svg(std::string_view record, std::string_view model, std::span<const BaseEffects> bases) {
  Picture picture = measure(bases);
  draw_head(picture, record, model);
  draw_scale(picture);
  draw_letters(picture);
  draw_positions(picture);
  draw_map(picture);
  draw_legend(picture);
  return std::move(picture.text) + "</svg>\n";
}

}  // namespace mutation_scan
