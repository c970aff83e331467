#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "seqlens/cli/run_tool.h"
#include "seqlens/input/open_input.h"

namespace attention_tracks {

struct Options {
  seqlens::cli::CommonOptions common;

  std::vector<std::string> inputs;  ///< none: standard input
  seqlens::input::InputOptions input;

  std::string model;              ///< name, file or folder; empty: SEQLENS_MODEL, or the one inside
  std::string precision = "f32";  ///< opened_model::choose_precision
  std::string heads;              ///< "L3H5,L4*"; empty: all
  std::string reduce = "norm";    ///< received, norm, cls, entropy or from:PLACE
  bool rollout = false;
  std::string strand = "both";
  std::optional<std::int64_t> window;  ///< bases; none: the model's
  std::string promoter_class;          ///< of a classifier on the page: a label or its number
  std::optional<std::int64_t> stride;
  std::string n_policy = "skip";
  std::int64_t batch = 1 << 16;  ///< bases

  std::optional<double> min_z;       ///< none: 3, unless there is a quantile
  std::optional<double> quantile;    ///< of NullTable::kQuantiles
  std::optional<std::int64_t> null;  ///< windows to shuffle; none: the model's null

  std::int64_t agree = 0;  ///< records to measure the agreement on; 0: what the model file says

  std::vector<std::string> formats = {"bed"};  ///< none: the page of --report alone
  std::string output = "-";  ///< a file for one text format, else the start of the files' names
  std::int64_t bin = 0;      ///< bases; 0: as the positions lie
  std::int64_t top_pairs = 3;
  bool write_index = false;
  bool no_header = false;
  std::string autosql;  ///< file for the description of the BED columns; empty: none

  std::string igv;         ///< file of IGV's session; empty: none
  std::string igv_genome;  ///< an id that IGV knows; empty: the FASTA
  std::string report;      ///< HTML file; empty: none
  std::string command;     ///< for the page: as typed, without what cannot change it

  [[nodiscard]] bool has_format(const std::string& name) const;
  /// Outputs that need to know what is more than nothing.
  [[nodiscard]] bool needs_null() const;
  [[nodiscard]] bool has_matrices() const { return has_format("npy") || has_format("safetensors"); }
  /// Formats that come along the sequence, window after window.
  [[nodiscard]] bool has_tracks() const;
  /// One format, one file: the output is its name.
  [[nodiscard]] bool one_file() const;
  /// Where a file with this ending ("bed", "L0H1.bw") goes.
  [[nodiscard]] std::string file_of(const std::string& ending) const;
};

extern const seqlens::cli::ProgramText kText;

/// Refuses to write the files of single heads, with these endings, over what is read or written besides.
/// @throws UsageError as cli::check_outputs.
void check_head_files(const Options& options, const std::vector<std::string>& endings);

/// Adds the options to the command line and their cross-checks.
void define(CLI::App& app, Options& options);

}  // namespace attention_tracks
