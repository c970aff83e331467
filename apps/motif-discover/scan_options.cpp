#include "motif-discover/scan_options.h"

#include <CLI/CLI.hpp>

#include "seqlens/cli/default_input.h"
#include "seqlens/cli/option_checks.h"
#include "seqlens/cli/output_check.h"
#include "seqlens/cli/shared_options.h"
#include "seqlens/core/errors.h"
#include "seqlens/input/read_once.h"

namespace motif_discover {

using seqlens::UsageError;

const seqlens::cli::ProgramText kScanText{
    "motif-discover scan",
    "finds the sites of motifs in sequences",
    "[options] MOTIFS [SEQUENCES...]",
    "Reads position weight matrices (MEME, JASPAR, TRANSFAC or HOMER) and DNA sequences (FASTA, FASTQ, "
    "SAM, BAM or "
    "CRAM), and writes every place of either strand whose score is so high that its p is at most "
    "--threshold.\n\n"
    "A score is the sum of log2 odds of the letters, with the pseudocount of the MEME suite; p is exact "
    "for sequence of "
    "independent letters with the frequencies of --background. q is Benjamini and Hochberg's over all "
    "places of both "
    "strands that the motif was tried at. No site lies over a letter other than A, C, G and T.\n\n"
    "Columns: record, start (0-based), end, identifier of the motif, -100 log10 p (at most 1000), strand; "
    "name of the "
    "motif, score in bits, p, q, and the letters of the site as they read on its strand.",
    {{"Sites of a database in promoters", "motif-discover scan JASPAR.meme promoters.fa > sites.bed"},
     {"A whole genome, with its own letter frequencies",
      "motif-discover scan --background sequences --threshold 1e-6 -o sites.bed.gz motif.meme genome.fa.gz"}},
};

namespace {

void check(ScanOptions& options) {
  seqlens::cli::default_to_standard_input(options.sequences);
  if (options.background == "sequences")
    seqlens::input::require_files(options.sequences, "--background sequences reads its input twice");
  if (!(options.threshold > 0)) throw UsageError("--threshold must be more than 0");
  if (!(options.pseudocount > 0)) throw UsageError("--pseudocount must be more than 0");
  std::vector<std::string> inputs = options.sequences;
  inputs.insert(inputs.end(), {options.motifs, options.background});
  seqlens::input::require_each_stream_once(inputs);
  seqlens::cli::check_outputs(options.common, {{"-o", options.output}}, inputs);
}

}  // namespace

void define_scan(CLI::App& app, ScanOptions& options) {
  app.option_defaults()->group("Input");
  app.add_option("MOTIFS", options.motifs, "File of matrices")->type_name("FILE")->required();
  app.add_option("SEQUENCES", options.sequences, "Files to scan; '-' is standard input")->type_name("FILE");
  seqlens::cli::declare_allow_remote(app, options.allow_remote);

  app.option_defaults()->group("Sites");
  app.add_option(
         "--background", options.background,
         "Letter frequencies: uniform, sequences (as counted in them), or a file of lines 'A 0.3'; the "
         "mean of "
         "both strands is taken")
      ->type_name("NAME|FILE");
  app.add_option("--threshold", options.threshold, "Largest p of a site")
      ->check(seqlens::cli::real_number(0, 1))
      ->type_name("P");
  app.add_option("--pseudocount", options.pseudocount,
                 "Sites added to those of a matrix, spread by the background")
      ->check(seqlens::cli::real_number(0, 1000))
      ->type_name("X");

  app.option_defaults()->group("Output");
  app.add_option("-o,--output", options.output, "File to write; '.gz' is bgzip; '-' is standard output")
      ->type_name("FILE");
  app.final_callback([&options] { check(options); });
}

}  // namespace motif_discover
