#pragma once

#include <string>
#include <string_view>

namespace seqlens::seqio {

/// A REF_PATH (parts separated by ':', "::" for a colon inside one; "http://host:80/%s" is one part) without
/// the parts that are addresses; ":" when none is left, which htslib takes for no path at all.
[[nodiscard]] std::string local_reference_path(std::string_view path);

}  // namespace seqlens::seqio
