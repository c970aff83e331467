#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace seqlens::tracks {

struct Rgb {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;

  bool operator==(const Rgb&) const = default;
};

/// Eight colours that colour-blind people tell apart: Okabe & Ito, "Color Universal Design" (2008),
/// https://jfly.uni-koeln.de/color/. Black and yellow last: one says "nothing special", one is faint on
/// white.
inline constexpr std::array<Rgb, 8> kOkabeIto{{{0, 114, 178},     // blue
                                               {213, 94, 0},      // vermillion
                                               {0, 158, 115},     // bluish green
                                               {204, 121, 167},   // reddish purple
                                               {230, 159, 0},     // orange
                                               {86, 180, 233},    // sky blue
                                               {0, 0, 0},         // black
                                               {240, 228, 66}}};  // yellow

/// The colour of a head, by its number within the layer: beyond eight they come round again.
[[nodiscard]] constexpr Rgb head_colour(std::size_t head) {
  return kOkabeIto[head % kOkabeIto.size()];
}

}  // namespace seqlens::tracks
