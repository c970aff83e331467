#pragma once

#include <optional>
#include <string>
#include <vector>

#include "seqlens/cli/run_tool.h"
#include "seqlens/input/open_input.h"

namespace seq_tokenize {

struct Options {
  seqlens::cli::CommonOptions common;
  std::vector<std::string> inputs;  ///< none: standard input
  seqlens::input::InputOptions input;
  std::string alphabet = "auto";     ///< auto, dna or protein
  std::string tokenizer;             ///< a built-in name or a path; empty: what fits the alphabet
  std::optional<int> k;              ///< of the built-in k-mers; none: 6
  std::string letter_case = "keep";  ///< keep or upper
  std::string special = "keep";      ///< keep or drop
  std::string format;                ///< tsv, jsonl or npy; define() fills it in from the output's name
  std::string output = "-";
};

extern const seqlens::cli::ProgramText kText;

/// Adds the options to the command line and their cross-checks.
void define(CLI::App& app, Options& options);

}  // namespace seq_tokenize
