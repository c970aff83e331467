#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace seqlens::cli {

// Checks for CLI::Option::check(), for options.cpp only. Each has its one error text and shows itself in
// --help.

/// "must be a whole number from 1 to 64, not '0'"
CLI::Validator whole_number(std::int64_t lowest, std::int64_t highest);

/// "must be a number from 0 to 1, not 'half'"
CLI::Validator real_number(double lowest, double highest);

/// "'narowPeak' is none of bed, narrowPeak, tsv; did you mean 'narrowPeak'?"
CLI::Validator one_of(std::vector<std::string> choices);

}  // namespace seqlens::cli
