#include "arguments.h"

#include <algorithm>
#include <cstdio>

namespace seqlens::bench {

std::optional<Arguments> read_arguments(int argc, char** argv, std::span<const std::string_view> shapes) {
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string_view text = argv[i];
    if (text == "--json") {
      arguments.json = true;
    } else if (arguments.shape.empty() && std::ranges::find(shapes, text) != shapes.end()) {
      arguments.shape = text;
    } else {
      std::string names;
      for (const std::string_view name : shapes) names.append(names.empty() ? "" : "|").append(name);
      std::fprintf(stderr, "unexpected '%s'; usage: [--json] [%s]\n", argv[i], names.c_str());
      return std::nullopt;
    }
  }
  return arguments;
}

}  // namespace seqlens::bench
