#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "seqlens/cli/run_tool.h"
#include "seqlens/scan/window_classifier.h"

namespace motif_discover {

/// Discovery, what the program does without the word `scan` or `compare`.
struct Options {
  seqlens::cli::CommonOptions common;
  std::string positive;  ///< sequences; or `bed` and `genome`
  std::string bed;
  std::string genome;
  std::string negative;  ///< empty: shuffles alone
  std::string database;  ///< matrices that give names; empty: none
  std::string motifs;    ///< matrices to take instead of finding some; empty: find
  bool allow_remote = false;
  std::string evidence;  ///< none, tracks, gradient, mutagenesis or attention; define() fills it in
  std::vector<std::string> tracks;  ///< bedGraph
  std::string model;                ///< of the last three; empty: the built-in one
  std::string precision = "f32";    ///< opened_model::choose_precision; of exact effects
  std::string strand = "both";
  seqlens::scan::ClassifierChoices classifier;
  std::int64_t evidence_records = 2000;  ///< that mutagenesis looks at
  int min_width = 5;
  int max_width = 25;
  int max_motifs = 70;
  double max_q = 0.05;                    ///< of motifs in motifs.meme and sites.bed, and of pairs
  std::optional<std::int64_t> tss_index;  ///< of the TSS in each sequence
  std::string output;                     ///< a folder
};

/// Evidence comes from a model.
inline bool asks_model(const Options& options) {
  return options.evidence != "none" && options.evidence != "tracks";
}

/// The file that says which sequences are positive, for error texts.
inline const std::string& positives_file(const Options& options) {
  return options.bed.empty() ? options.positive : options.bed;
}

extern const seqlens::cli::ProgramText kText;

/// Adds the options to the command line and their cross-checks.
void define(CLI::App& app, Options& options);

}  // namespace motif_discover
