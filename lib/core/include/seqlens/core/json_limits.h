#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace seqlens {

/// What a JSON text of a model, a configuration or a tokenizer may take. The largest that are known (a
/// tokenizer of 250,000 tokens with its merges) need a third of it.
struct JsonLimits {
  std::size_t bytes = std::size_t{100} << 20;
  std::size_t values = 2'000'000;  ///< members and elements
  std::size_t depth = 64;
};

/// Why a JSON text is not to be parsed, with the limit: "is nested more than 64 deep"; empty when it may be.
/// Looks at brackets and commas outside of texts alone, before a parser makes objects of them: O(bytes), and
/// no memory. Says nothing of a text that is not JSON.
[[nodiscard]] std::string json_fault(std::string_view text, const JsonLimits& limits = {});

}  // namespace seqlens
