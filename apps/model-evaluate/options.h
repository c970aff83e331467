#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "seqlens/cli/run_tool.h"

namespace model_evaluate {

struct Options {
  seqlens::cli::CommonOptions common;

  // Labelled records.
  std::vector<std::string> positives;  // FASTA
  std::vector<std::string> negatives;  // FASTA, [NAME=]FILE
  std::string table;                   // TSV or CSV with sequence and label
  std::optional<std::int64_t> positive_tss;
  std::string group_by = "auto";

  // What scores them.
  std::string model;
  std::string precision = "f32";  ///< opened_model::choose_precision
  std::string promoter_class;     // of a classifier: a label or its number
  std::string scores;
  std::string strand = "+";
  std::optional<double> threshold;
  std::vector<std::string> baseline_positives;
  std::vector<std::string> baseline_negatives;  // [NAME=]FILE
  std::int64_t kmer = 5;
  std::vector<std::string> audit_training;

  // A scan.
  std::vector<std::string> calls;
  std::vector<std::string> truth;
  std::vector<std::string> ambiguous;
  std::vector<std::string> loci_near;  // NAME=BED
  std::vector<std::string> evidence;   // NAME=BED
  std::string regions;
  std::vector<std::string> region;
  std::string genome;
  std::optional<double> min_logit;

  // Attention against mutagenesis.
  std::string agreement;  // FASTA
  std::int64_t agreement_records = 200;
  std::int64_t permutations = 9999;

  // Results.
  std::string output = "-";
  std::string format = "tsv";
  std::string curve;
  std::string verdicts;
  std::string calibration;
  std::string store;
  std::optional<double> first_stage_keep;
  std::optional<std::int64_t> null_stats;
  std::int64_t resamples = 1000;
  double level = 0.95;

  [[nodiscard]] bool is_scan() const { return !calls.empty(); }
  [[nodiscard]] bool is_agreement() const { return !agreement.empty(); }
};

extern const seqlens::cli::ProgramText kText;

/// Adds the options to the command line and their cross-checks.
void define(CLI::App& app, Options& options);

}  // namespace model_evaluate
