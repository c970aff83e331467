#include "motif-discover/options.h"

#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "seqlens/cli/option_checks.h"
#include "seqlens/cli/output_check.h"
#include "seqlens/cli/shared_options.h"
#include "seqlens/core/errors.h"
#include "seqlens/default_model/find_model.h"
#include "seqlens/input/read_once.h"

namespace motif_discover {

using seqlens::UsageError;

const seqlens::cli::ProgramText kText{
    "motif-discover",
    "finds motifs in sequences, tests them on others, names them, and tells which work in pairs",
    "[options] --positive FILE -o DIR | [options] --bed FILE GENOME -o DIR | scan ... | compare ...",
    "Finds motifs that sequences have more often than chance, on one half of them, and tests each on the "
    "other half: "
    "against the sequences shuffled (dinucleotides kept, in stretches of 100 bases) and, with --negative, "
    "against "
    "negatives of the same GC content. The halves keep together what belongs together: sequences of one "
    "chromosome, of "
    "one cluster= of their headers, or that overlap. Fisher's exact test, the larger of the two p, "
    "Benjamini and "
    "Hochberg.\n\n"
    "Into the folder -o: motifs.meme (q below --max-q), motifs.tsv (all that were tested), sites.bed, "
    "pairs.tsv and "
    "pairs.bedpe (which motifs come together, and at what distance, beyond what their places alone give), "
    "report.html (logos, places, pairs), log.\n\n"
    "`motif-discover scan` finds sites of given motifs, `motif-discover compare` finds matrices like given "
    "ones; each "
    "has its own --help.",
    {{"Motifs of what a scan calls",
      "promoter-scan genome.fa | motif-discover --bed - genome.fa --db JASPAR.meme -o out"},
     {"Motifs of promoters, named after JASPAR",
      "motif-discover --positive promoters.fa --negative background.fa --db JASPAR.meme --tss-index 249 -o "
      "out"},
     {"Pairs among known motifs", "motif-discover --positive promoters.fa --motifs known.meme -o out"},
     {"Sites of a database", "motif-discover scan JASPAR.meme promoters.fa > sites.bed"},
     {"Names for matrices", "motif-discover compare out/motifs.meme JASPAR.meme"}},
};

namespace {

void check(Options& options) {
  if (options.evidence.empty()) options.evidence = options.tracks.empty() ? "none" : "tracks";
  if ((options.evidence == "tracks") == options.tracks.empty())
    throw UsageError("--evidence tracks and --tracks FILE go together");
  if (options.evidence != "none" && !options.motifs.empty())
    throw UsageError(fmt::format("{} finds motifs; --motifs gives them",
                                 options.tracks.empty() ? "--evidence " + options.evidence : "--tracks"));
  if (options.positive.empty() && options.bed.empty())
    throw UsageError("--positive FILE or --bed FILE is needed (or the word scan or compare first)");
  if (!options.positive.empty() && !options.bed.empty())
    throw UsageError("--positive and --bed: give one of them");
  if (options.bed.empty() != options.genome.empty())
    throw UsageError("--bed FILE and GENOME, the FASTA file that its regions lie in, go together");
  if (options.output.empty()) throw UsageError("-o DIR is needed: several files are written");
  if (options.output == "-") throw UsageError("-o: several files are written; give a folder");
  if (options.min_width > options.max_width) throw UsageError("--min-width is more than --max-width");
  std::vector<seqlens::cli::OutputName> outputs;
  for (const char* file :
       {"motifs.meme", "motifs.tsv", "sites.bed", "pairs.tsv", "pairs.bedpe", "report.html", "log"})
    outputs.push_back({"-o", options.output + '/' + file});
  std::vector<std::string> inputs = options.tracks;
  inputs.insert(inputs.end(),
                {options.positive, options.bed, options.genome, options.negative, options.database,
                 options.motifs, seqlens::default_model::asked_model(options.model)});
  seqlens::input::require_each_stream_once(inputs);
  seqlens::cli::check_outputs(options.common, outputs, inputs);
}

}  // namespace

void define(CLI::App& app, Options& options) {
  app.option_defaults()->group("Input");
  app.add_option("--positive", options.positive, "Sequences to find motifs in; '-' is standard input")
      ->type_name("FILE");
  app.add_option("--bed", options.bed,
                 "Regions of GENOME to find motifs in, as they read on their strand (0-based)")
      ->type_name("FILE");
  app.add_option("GENOME", options.genome, "FASTA file of --bed")->type_name("FILE");
  app.add_option("--negative", options.negative,
                 "Sequences that motifs must be rarer in; matched in GC content")
      ->type_name("FILE");
  app.add_option("--db", options.database, "Matrices that give names (MEME, JASPAR, TRANSFAC, HOMER)")
      ->type_name("FILE");
  app.add_option("--motifs", options.motifs, "Take these matrices instead of finding some")
      ->type_name("FILE");
  seqlens::cli::declare_allow_remote(app, options.allow_remote);

  app.option_defaults()->group("Motifs");
  app.add_option(
         "--tracks", options.tracks,
         "bedGraph files of importance (of any program): motifs begin as words where it is high; may be "
         "given "
         "several times")
      ->type_name("FILE")
      ->allow_extra_args(false);
  app.add_option(
         "--evidence", options.evidence,
         "Where motifs begin: none (words anywhere), tracks, where a model's logit falls when a base is "
         "substituted - gradient (to first order, all sequences), mutagenesis (exactly, of a sample) -, "
         "or where its heads look: attention (each by itself). Default: tracks where --tracks is given, else "
         "none")
      ->check(seqlens::cli::one_of({"none", "tracks", "gradient", "mutagenesis", "attention"}))
      ->type_name("NAME");
  app.add_option("--min-width", options.min_width, "Narrowest motif, in bases")
      ->check(seqlens::cli::whole_number(5, 25))
      ->type_name("N");
  app.add_option("--max-width", options.max_width, "Widest motif, in bases")
      ->check(seqlens::cli::whole_number(5, 25))
      ->type_name("N");
  app.add_option("--max-motifs", options.max_motifs, "Motifs that are found and tested at most")
      ->check(seqlens::cli::whole_number(1, 1000))
      ->type_name("N");
  app.add_option("--max-q", options.max_q, "Largest q of a motif in motifs.meme and sites.bed, and of a pair")
      ->check(seqlens::cli::real_number(0, 1))
      ->type_name("Q");
  app.add_option(
         "--tss-index", options.tss_index,
         "Where the TSS is in each sequence (0-based), for places; else they count from the first base")
      ->check(seqlens::cli::whole_number(0, 1'000'000'000))
      ->type_name("N");

  app.option_defaults()->group("Model");
  seqlens::cli::declare_model(app, options.model);
  seqlens::cli::declare_precision(app, options.precision);
  app.add_option(
         "--strand", options.strand,
         "Logit of a promoter on + or -, as the sequences read, or both: the log odds of one on either "
         "strand")
      ->check(seqlens::cli::one_of({"+", "-", "both"}))
      ->type_name("S");
  app.add_option("--window", options.classifier.window_bases,
                 "Bases of a window, for a published checkpoint. Default: what it was trained on, else the "
                 "longest that it takes")
      ->check(seqlens::cli::whole_number(1, 1 << 20))
      ->type_name("N");
  app.add_option("--promoter-class", options.classifier.promoter_class,
                 "Label or number of the class that means promoter, for a published checkpoint")
      ->type_name("LABEL");
  app.add_option(
         "--evidence-records", options.evidence_records,
         "Sequences that mutagenesis looks at, drawn from --seed; gradient is compared with it on 200 "
         "of them")
      ->check(seqlens::cli::whole_number(1, 1'000'000))
      ->type_name("N");

  app.option_defaults()->group("Output");
  app.add_option("-o,--output", options.output, "Folder to write into; made if absent")->type_name("DIR");
  app.final_callback([&options] { check(options); });
}

}  // namespace motif_discover
