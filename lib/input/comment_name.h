#pragma once

#include <string>
#include <string_view>

namespace seqlens::input {

/// A name that stands first in lines of BED and tables must not begin with '#': readers take such a line for
/// a comment, and lose what it says.
/// @param place  file and record, for the error text. @throws InputError.
void refuse_comment_name(std::string_view name, const std::string& place);

}  // namespace seqlens::input
