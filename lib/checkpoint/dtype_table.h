#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace seqlens::checkpoint {

struct DTypeEntry {
  std::string_view name;
  std::size_t size;
};

/// In the order of DType.
inline constexpr std::array<DTypeEntry, 15> kDTypes{{{"F64", 8},
                                                     {"F32", 4},
                                                     {"F16", 2},
                                                     {"BF16", 2},
                                                     {"I64", 8},
                                                     {"I32", 4},
                                                     {"I16", 2},
                                                     {"I8", 1},
                                                     {"U64", 8},
                                                     {"U32", 4},
                                                     {"U16", 2},
                                                     {"U8", 1},
                                                     {"BOOL", 1},
                                                     {"F8_E4M3", 1},
                                                     {"F8_E5M2", 1}}};

}  // namespace seqlens::checkpoint
