#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace seqlens::default_model {

struct BuiltInModel {
  std::string_view name;
  std::string_view sha256;
  std::span<const std::byte> bytes;
};

/// The models that the build found in data/models; the default one first. Defined by the generated
/// built_in_models.cpp.
std::span<const BuiltInModel> built_in_models();

}  // namespace seqlens::default_model
