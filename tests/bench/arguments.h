#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace seqlens::bench {

/// A shape that takes no time, to look at the output; it is measured only when asked for.
inline constexpr std::string_view kSmallShape = "small";

/// What a benchmark of whole models is asked for: [--json] [SHAPE].
struct Arguments {
  bool json = false;
  std::string shape;  ///< empty: all of them

  [[nodiscard]] bool wants(std::string_view name) const {
    return shape.empty() ? name != kSmallShape : name == shape;
  }
};

/// Nothing, and a line of usage on stderr, for anything else.
std::optional<Arguments> read_arguments(int argc, char** argv, std::span<const std::string_view> shapes);

}  // namespace seqlens::bench
