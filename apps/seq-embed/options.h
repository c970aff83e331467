#pragma once

#include <optional>
#include <string>
#include <vector>

#include "seqlens/cli/run_tool.h"

namespace seq_embed {

struct Options {
  seqlens::cli::CommonOptions common;
  std::vector<std::string> inputs;  ///< '-' is standard input
  std::string reference;            ///< FASTA of a CRAM
  bool allow_remote = false;
  std::string letter_case = "keep";  ///< keep or upper
  std::string model;              ///< built-in name, file or folder; empty: SEQLENS_MODEL, then the default
  std::string precision = "f32";  ///< opened_model::choose_precision
  std::string what = "embedding";
  std::string pool;                 ///< empty: mean for embeddings, else none
  std::string layers;               ///< "-1", "0,6,-1" or "all"; empty: what fits `what`
  std::string special = "keep";     ///< keep or drop
  std::string long_rule = "error";  ///< error, skip or split
  std::optional<int> max_tokens;    ///< longest piece; none: what the model takes
  bool pseudo_likelihood = false;
  bool per_position = false;
  std::string format;  ///< safetensors, npy or tsv; define() fills it in from the output's name
  std::string output = "-";
  int batch_tokens = 16384;
};

extern const seqlens::cli::ProgramText kText;

/// Adds the options to the command line and their cross-checks.
void define(CLI::App& app, Options& options);

}  // namespace seq_embed
