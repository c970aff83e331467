#pragma once

#include <array>
#include <string_view>

namespace seqlens::report {

/// Colours of the series of a plot, in order; eight that stay apart on white, for most readers with a colour
/// deficiency too: those of Okabe & Ito (2008) without yellow and black, which are brown and grey here.
inline constexpr std::array<std::string_view, 8> kSeriesColours{"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                                                "#e69f00", "#56b4e9", "#7a4a1e", "#707780"};

}  // namespace seqlens::report
