#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace seqlens::attention {

/// One attention head, counted from 0 as the tensors of a model file are: the first head of the first layer
/// is L0H0.
struct HeadId {
  int layer = 0;
  int head = 0;
  auto operator<=>(const HeadId&) const = default;
};

/// "L3H5"
[[nodiscard]] std::string to_string(const HeadId& id);

/// Every head of a model, by layer and head.
[[nodiscard]] std::vector<HeadId> all_heads(int layers, int heads);

/// The heads that a list names: "L3H5", a layer's with "L4*", a number's of every layer with "L*H2", joined
/// by commas. Each once, by layer and head; empty text: all.
/// @throws UsageError naming the part that is no head of a model with `layers` layers of `heads` heads.
[[nodiscard]] std::vector<HeadId> parse_heads(std::string_view text, int layers, int heads);

}  // namespace seqlens::attention
