#include "mutation-scan/options.h"

#include <algorithm>

#include <CLI/CLI.hpp>

#include "seqlens/cli/default_input.h"
#include "seqlens/cli/option_checks.h"
#include "seqlens/cli/output_check.h"
#include "seqlens/cli/shared_options.h"
#include "seqlens/core/errors.h"
#include "seqlens/default_model/find_model.h"
#include "seqlens/input/read_once.h"
#include "seqlens/seqio/bgzip_name.h"

namespace mutation_scan {

using seqlens::UsageError;

const seqlens::cli::ProgramText kText{
    "mutation-scan",
    "shows what a promoter model makes of mutations",
    "[options] INPUT...",
    "In-silico mutagenesis: each base of the sequences, or of some regions of them, is replaced by each "
    "other base, and the change of the model's logit is written. Reads FASTA or FASTQ (plain, gzip or "
    "bgzip). Without INPUT, and for '-', standard input is read. No other file is needed: the human promoter "
    "model is part of the program.\n\n"
    "Each base is looked at in one window of the model: the one of highest logit among those of a scan that "
    "hold it. Records shorter than a window are padded with N; below 100 bases they are passed over. The "
    "logit is that of a promoter on either strand, or on one (--strand).\n\n"
    "The table has a line a mutant: chrom, pos (0-based), ref, alt, logit_ref, logit_alt, delta. With "
    "--deletions D the alt -d stands for the deletion of d bases from pos on; the flank is shifted in.\n\n"
    "With --vcf the variants of a VCF are scored in all windows that hold them, which are chosen on the "
    "reference; INFO gets SL_REF and SL_ALT (mean logit), SL_DELTA (mean change), SL_MAX (largest change), "
    "SL_PCT (percentile of the change among random variants of the same kind and size nearby) and SL_SKIP "
    "(why an allele has no score).\n\n"
    "The effects test the model, not the cell.",
    {{"All substitutions in one region",
      "mutation-scan --region chr1:1,000,001-1,000,300 genome.fa > effects.tsv"},
     {"Tracks around the calls of a scan",
      "promoter-scan genome.fa | mutation-scan --bed - --format bigwig -o effects genome.fa"},
     {"Variants", "mutation-scan --vcf in.vcf.gz -o scored.vcf.gz --write-index genome.fa"},
     {"A picture", "mutation-scan --region chr1:1,000,001-1,000,300 --format svg -o logo.svg genome.fa"}},
};

bool Options::writes(const std::string& format) const {
  if (formats.empty()) return format == "tsv";
  return std::find(formats.begin(), formats.end(), format) != formats.end();
}

bool Options::is_one_file() const {
  return formats.size() <= 1 && (writes("tsv") || writes("svg"));
}

namespace {

using seqlens::cli::one_of;
using seqlens::cli::whole_number;

void check_formats(const Options& options) {
  if (options.is_one_file()) return;
  if (options.output == "-")
    throw UsageError("--format " + options.formats.back() +
                     ": several files are written; give the start of their names as -o PREFIX");
}

void check_bigwig(const Options& options) {
  if (!options.writes("bigwig")) return;
  seqlens::input::require_one_indexed_file(options.inputs, "--format bigwig");
}

void check_vcf(const Options& options) {
  if (options.vcf.empty()) {
    if (options.write_index) throw UsageError("--write-index: needs --vcf and -o FILE.gz");
    return;
  }
  seqlens::input::require_one_indexed_file(options.inputs, "--vcf");
  if (options.input.has_regions() || !options.formats.empty() || options.deletions > 0 || options.agree > 0) {
    throw UsageError(
        "--vcf writes VCF, of all its lines: no --region, --bed, --format, --deletions, --agree");
  }
  const bool bgzip = seqlens::seqio::is_bgzip_name(options.output);
  if (options.write_index && !bgzip) throw UsageError("--write-index: needs --vcf and -o FILE.gz");
}

void check_files(const Options& options) {
  std::vector<std::string> read = options.inputs;
  read.insert(read.end(), {options.input.bed, seqlens::default_model::asked_model(options.model), options.vcf,
                           options.pairs});
  seqlens::input::require_each_stream_once(read);
  std::vector<seqlens::cli::OutputName> written;
  if (options.is_one_file()) written.push_back({"-o", options.output});
  if (options.is_one_file() && options.write_index) {
    for (const auto& index : seqlens::cli::index_names(options.output)) written.push_back(index);
  }
  if (!options.is_one_file()) {
    for (const char* ending : {".tsv", ".mean.bedGraph", ".largest.bedGraph", ".mean.bw", ".largest.bw",
                               ".npy", ".npy.bed", ".svg"})
      written.push_back({"-o", options.output + ending});
  }
  seqlens::cli::check_outputs(options.common, written, read);
}

void check_pairs(const Options& options) {
  if (options.pairs.empty()) return;
  seqlens::input::require_one_indexed_file(options.inputs, "--pairs");
  const bool others = !options.vcf.empty() || options.input.has_regions() || !options.formats.empty() ||
                      options.deletions > 0;
  if (others)
    throw UsageError("--pairs writes a table of its own: no --vcf, --region, --bed, --format, --deletions");
}

void check_agreement(const Options& options) {
  if (options.agree > 0 && !options.pairs.empty())
    throw UsageError("--pairs: no --agree, which looks at bases");
  if (options.agree == 0) return;
  constexpr std::string_view kReason = "--agree reads its input twice";
  seqlens::input::require_files(options.inputs, kReason);
  seqlens::input::require_files({options.input.bed}, kReason);
}

void add_input_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Input");
  app.add_option("INPUT", options.inputs, "Files to read; '-' is standard input")->type_name("FILE");
  app.add_option(
         "--region", options.input.regions,
         "Only bases of this region, as samtools means it (1-based, both ends included); may be given "
         "several times")
      ->type_name("CHR:A-B")
      ->allow_extra_args(false);
  app.add_option("--bed", options.input.bed, "The same for the regions of a BED file (0-based)")
      ->type_name("FILE");
  seqlens::cli::declare_allow_remote(app, options.input.allow_remote);
}

void add_model_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Model");
  seqlens::cli::declare_model(app, options.model);
  seqlens::cli::declare_precision(app, options.precision);
  app.add_option("--strand", options.strand,
                 "Logit of a promoter on + or -, or both: the log odds of one on either strand")
      ->check(one_of({"+", "-", "both"}))
      ->type_name("S");
  app.add_option("--stride", options.stride, "Bases between window starts. Default: the model's")
      ->check(whole_number(1, 1 << 20))
      ->type_name("N");
  seqlens::cli::declare_n_policy(app, options.n_policy);
  app.add_option("--window", options.classifier.window_bases,
                 "Bases of a window, for a published checkpoint. Default: what it was trained on, else the "
                 "longest that it takes")
      ->check(whole_number(1, 1 << 20))
      ->type_name("N");
  app.add_option("--promoter-class", options.classifier.promoter_class,
                 "Label or number of the class that means promoter, for a published checkpoint")
      ->type_name("LABEL");
}

void add_mutation_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Mutations");
  app.add_option("--deletions", options.deletions, "Delete 1 to so many bases from each base on, too")
      ->check(whole_number(0, 64))
      ->type_name("D");
}

void add_variant_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Variants");
  app.add_option(
         "--vcf", options.vcf,
         "Score the variants of a VCF instead, and write it with scores in INFO; INPUT is its reference")
      ->type_name("FILE");
  app.add_option("--random-variants", options.random_variants,
                 "Random variants of the same class that a variant's percentile is taken among; 0: no "
                 "percentiles")
      ->check(whole_number(0, 10000))
      ->type_name("N");
}

void add_pair_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Pairs");
  app.add_option("--pairs", options.pairs,
                 "Replace two stretches by random bases, each alone and both at once, for each line of a "
                 "BEDPE file (chrom1, start1, end1, chrom2, start2, end2, name; 0-based)")
      ->type_name("FILE");
  app.add_option("--draws", options.draws, "Times that the two stretches get other bases")
      ->check(whole_number(2, 100000))
      ->type_name("N");
}

void add_agreement_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Agreement with attention");
  app.add_flag(
         "--agree{200}", options.agree,
         "Measure how far each attention head agrees with the effects, on a sample (--seed) of 200 records "
         "or regions of the input (--agree=N: of N), instead of taking what the model file says; written at "
         "the head of bedgraph files and to standard error")
      ->check(whole_number(2, 1000000));
}

void add_output_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Output");
  app.add_option("--format", options.formats,
                 "tsv, bedgraph, bigwig, npy or svg; may be given several times. Default: tsv. Tracks hold "
                 "the mean and the largest effect of each base's substitutions; svg is a picture of one "
                 "region")
      ->check(one_of({"tsv", "bedgraph", "bigwig", "npy", "svg"}))
      ->allow_extra_args(false)
      ->type_name("NAME");
  app.add_option("-o,--output", options.output,
                 "File to write, or the start of the names of several (NAME.tsv, NAME.mean.bw, "
                 "NAME.largest.bw, ...); '-' is standard output")
      ->type_name("FILE|PREFIX");
  app.add_flag("--write-index", options.write_index, "Write the tabix index of a '.vcf.gz' output");
}

}  // namespace

void define(CLI::App& app, Options& options) {
  add_input_options(app, options);
  add_model_options(app, options);
  add_mutation_options(app, options);
  add_variant_options(app, options);
  add_pair_options(app, options);
  add_agreement_options(app, options);
  add_output_options(app, options);
  app.final_callback([&options] {
    seqlens::cli::default_to_standard_input(options.inputs);
    seqlens::input::check_inputs(options.input, options.inputs);
    check_pairs(options);
    check_vcf(options);
    check_agreement(options);
    check_formats(options);
    check_bigwig(options);
    check_files(options);
  });
}

}  // namespace mutation_scan
