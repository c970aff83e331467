#pragma once

#include <cstdint>
#include <string>

#include <CLI/CLI.hpp>

namespace seqlens::cli {

// Options that several programs have, so that their names, words and limits are the same in all. For
// options.cpp only; each belongs to the group that is the default when it is declared.

/// -m,--model: for default_model::find_model.
void declare_model(CLI::App& app, std::string& model);

/// --precision: f32, bf16, int8 or auto, for opened_model::choose_precision.
void declare_precision(CLI::App& app, std::string& precision);

/// --reference
void declare_reference(CLI::App& app, std::string& reference);

/// --allow-remote
void declare_allow_remote(CLI::App& app, bool& allow_remote);

/// --n-policy: skip or token.
void declare_n_policy(CLI::App& app, std::string& n_policy);

/// --batch, in bases.
void declare_batch_of_bases(CLI::App& app, std::int64_t& bases);

}  // namespace seqlens::cli
