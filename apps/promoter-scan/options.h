#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "seqlens/cli/run_tool.h"
#include "seqlens/input/open_input.h"

namespace promoter_scan {

struct Options {
  seqlens::cli::CommonOptions common;

  std::vector<std::string> inputs;  ///< none: standard input
  seqlens::input::InputOptions input;

  std::string model;              ///< name, file or folder; empty: SEQLENS_MODEL, or the one inside
  std::string precision = "f32";  ///< opened_model::choose_precision
  std::optional<int> window;      ///< bases of a classification checkpoint's windows
  std::string promoter_class;     ///< of a classification checkpoint: a label or its number
  std::string strand;             ///< +, - or both; empty: both, with --per-record +
  bool per_strand = false;
  bool exhaustive = false;
  std::optional<std::int64_t> stride;  ///< none: the model's
  std::string n_policy = "skip";       ///< skip or token

  std::optional<double> threshold;
  std::optional<double> min_logit;
  std::optional<double> max_calls_per_mb;
  std::optional<double> fdr;
  bool sensitive = false;  ///< the model's second, lower threshold

  bool per_record = false;
  double prior = 0.5;

  std::string format;  ///< empty: bed, with --per-record tsv; define() takes it from the name of the output
  std::string output = "-";
  std::string window_scores;               ///< prefix of two files
  std::string window_format = "bedgraph";  ///< of these: bedgraph or bigwig
  bool write_index = false;
  bool no_header = false;
  std::string autosql;           ///< file for the description of the BED columns; empty: none
  std::int64_t batch = 1 << 16;  ///< bases

  /// `-o` names a SAM, BAM or CRAM file: reads are written back with their scores.
  [[nodiscard]] bool annotates_reads() const;
  /// Calls go out as BED with our columns behind it.
  [[nodiscard]] bool writes_bed() const;
};

extern const seqlens::cli::ProgramText kText;

/// Adds the options to the command line and their cross-checks.
void define(CLI::App& app, Options& options);

}  // namespace promoter_scan
