#pragma once

#include <span>
#include <string>
#include <string_view>

namespace seqlens::cli {

/// "; did you mean 'X'?" with the nearest of `known` (the first of several), or "" when none is near: one
/// edit (insert, delete, replace, swap neighbours) per three letters of the word.
std::string did_you_mean(std::string_view word, std::span<const std::string> known);

}  // namespace seqlens::cli
