#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/input/open_input.h"

namespace seqlens::attention {

/// The letters of a sample of the records of some files, in their order: each record as likely as any other
/// (reservoir sampling), all when there are no more than wanted. Regions are records by themselves, on the
/// strand of their BED line. Reads the files through and holds the sample.
///
/// @param warn   as input::open_input.
/// @throws InputError for a record of more than 2^20 bases: it would be
///         searched for its best window as a whole.
[[nodiscard]] std::vector<std::string> sample_records(const std::vector<std::string>& paths,
                                                      input::InputOptions input, std::size_t wanted,
                                                      std::uint64_t seed,
                                                      const std::function<void(std::string_view)>& warn);

}  // namespace seqlens::attention
