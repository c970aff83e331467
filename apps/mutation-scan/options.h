#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "seqlens/cli/run_tool.h"
#include "seqlens/input/open_input.h"
#include "seqlens/scan/window_classifier.h"

namespace mutation_scan {

struct Options {
  seqlens::cli::CommonOptions common;

  std::vector<std::string> inputs;  ///< none: standard input
  seqlens::input::InputOptions input;

  std::string model;              ///< name, file or folder; empty: SEQLENS_MODEL, or the one inside
  std::string precision = "f32";  ///< opened_model::choose_precision
  seqlens::scan::ClassifierChoices classifier;
  std::string strand = "both";         ///< +, - or both
  std::optional<std::int64_t> stride;  ///< none: the model's
  std::string n_policy = "skip";       ///< skip or token

  std::int64_t agree = 0;  ///< records to measure the agreement on; 0: what the model file says

  std::int64_t deletions = 0;        ///< longest
  std::vector<std::string> formats;  ///< empty: tsv
  std::string output = "-";          ///< a file, or a prefix of several

  std::string vcf;  ///< variants to score instead; '-' is standard input
  std::int64_t random_variants = 100;
  std::string pairs;  ///< pairs of stretches to score instead; '-' is standard input
  std::int64_t draws = 100;
  bool write_index = false;

  [[nodiscard]] bool writes(const std::string& format) const;
  /// `output` is a file, not the start of several names.
  [[nodiscard]] bool is_one_file() const;
};

extern const seqlens::cli::ProgramText kText;

/// Adds the options to the command line and their cross-checks.
void define(CLI::App& app, Options& options);

}  // namespace mutation_scan
