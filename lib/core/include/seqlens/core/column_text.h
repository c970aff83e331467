#pragma once

#include <string>
#include <string_view>

namespace seqlens {

// What becomes a column of a line of text must not end the column or the line. One rule for all inputs and
// all writers: a name that would is refused where it is read, with its place. (GFF3 has an escape of its own,
// but the same names go to the other formats.)

/// "holds the control character 0x09": why a name cannot be a column; empty when it can.
[[nodiscard]] std::string column_fault(std::string_view text);

/// The same for a name that begins a line, where '#' would make a comment of it.
[[nodiscard]] std::string first_column_fault(std::string_view text);

}  // namespace seqlens
