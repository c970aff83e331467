#include "attention-tracks/options.h"

#include <algorithm>
#include <set>
#include <string_view>

#include <CLI/CLI.hpp>

#include "seqlens/attention/null_table.h"
#include "seqlens/cli/default_input.h"
#include "seqlens/cli/option_checks.h"
#include "seqlens/cli/output_check.h"
#include "seqlens/cli/shared_options.h"
#include "seqlens/core/errors.h"
#include "seqlens/default_model/find_model.h"
#include "seqlens/input/read_once.h"
#include "seqlens/seqio/bgzip_name.h"

namespace attention_tracks {

using seqlens::UsageError;

const seqlens::cli::ProgramText kText{
    "attention-tracks",
    "writes the attention heads of a model as genome tracks",
    "[options] INPUT...",
    "Reads FASTA, FASTQ, SAM, BAM or CRAM (plain, gzip or bgzip), runs the model over its "
    "windows, and writes what "
    "its heads attend to in the coordinates of the input. Without INPUT, and for '-', standard "
    "input is read. The "
    "human promoter model is part of the program; published models (DNABERT, DNABERT-2, "
    "Nucleotide Transformer, "
    "ESM-2) are given by their folder.\n\n"
    "A head's track is one number a position of the encoder, chosen with --reduce: what a "
    "position receives from "
    "all others, that times the norm of what its value becomes (norm, the default), what the "
    "pooled position reads "
    "(cls), the entropy of what it reads, or what one place reads (from:chr1:1000-1100). "
    "Overlapping windows are "
    "averaged; windows on - are placed on the forward strand.\n\n"
    "The default output is BED9+2: runs of bases whose z against shuffled sequence, stored in "
    "the model file, "
    "reaches 3: chrom, start, end, head, score (100 z, at most 1000), strand, thick part, "
    "colour, mean raw value, "
    "highest z.\n\n"
    "Attention is correlation; mutagenesis tests the model, not the cell (mutation-scan).",
    {{"Where the heads look in one region",
      "attention-tracks --region chr1:1,000,001-1,100,000 genome.fa.gz"},
     {"Around the calls of a scan",
      "promoter-scan genome.fa | attention-tracks --bed - genome.fa > heads.bed"},
     {"Two heads as bigWig and as indexed BED",
      "attention-tracks --heads L0H1,L1H3 --format bed,bigwig --write-index -o heads genome.fa"},
     {"A session for IGV",
      "attention-tracks --format bed,bigwig -o heads --igv heads.xml --region chr1:1-100,000 genome.fa"},
     {"A page to look at, in any browser",
      "attention-tracks --report heads.html --region chr1:1,000,001-1,001,000 genome.fa.gz"},
     {"All matrices of one window",
      "attention-tracks --format npy -o window --region chr1:1,001-1,300 genome.fa"}},
};

bool Options::has_format(const std::string& name) const {
  return std::find(formats.begin(), formats.end(), name) != formats.end();
}

bool Options::needs_null() const {
  return has_format("bed") || has_format("bedpe") || has_format("interact");
}

bool Options::has_tracks() const {
  return needs_null() || has_format("bedgraph") || has_format("bigwig");
}

bool Options::one_file() const {
  return formats.size() == 1 && needs_null();
}

std::string Options::file_of(const std::string& ending) const {
  if (one_file()) return output;
  return output + "." + ending + (write_index && !ending.ends_with(".bw") ? ".gz" : "");
}

namespace {

using seqlens::cli::check_outputs;
using seqlens::cli::one_of;
using seqlens::cli::real_number;
using seqlens::cli::whole_number;

void check_formats(const Options& options) {
  if (std::set<std::string>(options.formats.begin(), options.formats.end()).size() != options.formats.size())
    throw UsageError("--format: names a format twice");
  if (!options.formats.empty() && !options.one_file() && options.output == "-")
    throw UsageError("--format: only one of bed, bedpe and interact goes to standard output; give -o PREFIX");
  if (options.has_matrices() && options.has_tracks())
    throw UsageError(
        "--format npy and safetensors are about single windows: leave the other formats to another run");
  if (options.autosql == "-" && options.output == "-")
    throw UsageError("--as and -o are both standard output; give one of them a file");
  if (!options.autosql.empty() && !options.has_format("bed"))
    throw UsageError("--as: describes the columns of bed, which is none of the formats");
  const bool indexed = seqlens::seqio::is_bgzip_name(options.output);
  if (options.write_index && options.one_file() && !indexed)
    throw UsageError("--write-index: needs -o FILE.gz (or a prefix and several formats)");
  if (options.write_index && !options.needs_null() && !options.has_format("bedgraph"))
    throw UsageError("--write-index: is about bed, bedgraph, bedpe and interact");
}

void check_igv(const Options& options) {
  if (options.igv.empty()) {
    if (!options.igv_genome.empty()) throw UsageError("--igv-genome: is about --igv");
    return;
  }
  const std::vector<std::string> read_by_igv{"bed", "bedgraph", "bigwig", "bedpe"};
  if (std::ranges::none_of(read_by_igv, [&](const std::string& name) { return options.has_format(name); }))
    throw UsageError("--igv: none of the formats is one that IGV reads; add bed, bedgraph, bigwig or bedpe");
  if (options.output == "-")
    throw UsageError("--igv: the tracks go to standard output, where IGV cannot find them; give -o FILE");
  if (options.igv == "-" || options.igv == options.output)
    throw UsageError("--igv: needs a file of its own; paths in it are relative to its folder");
  if (!options.igv_genome.empty() || !options.input.reference.empty()) return;
  if (options.inputs.size() != 1)
    throw UsageError("--igv: needs one INPUT, the FASTA that IGV shows the tracks on, or --igv-genome ID");
  seqlens::input::require_files(options.inputs, "IGV shows the tracks on it (or give --igv-genome ID)");
}

void check_report(const Options& options) {
  if (options.report.empty()) return;
  if (options.has_matrices())
    throw UsageError("--report: shows the matrices; leave npy and safetensors to another run");
  if (!options.formats.empty() && options.report == options.output)
    throw UsageError("--report and -o: name the same file");
}

/// In single quotes where a shell would see more than a word.
std::string shell_word(const std::string& text) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=.,:/@%";
  if (!text.empty() && text.find_first_not_of(kPlain) == std::string::npos) return text;
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

/// The options that were given and can change the result, and the inputs.
std::string command_of(const CLI::App& app) {
  static const std::set<std::string> kNoMatter{"threads", "quiet", "verbose", "log", "batch"};
  std::string options = kText.name;
  std::string inputs;
  for (const CLI::Option* option : app.get_options()) {
    if (option->count() == 0) continue;
    if (option->get_lnames().empty()) {
      for (const std::string& input : option->results()) inputs += " " + shell_word(input);
    } else if (!kNoMatter.contains(option->get_lnames().front())) {
      const std::string name = " --" + option->get_lnames().front();
      const bool list = option->get_delimiter() != '\0';
      if (option->get_expected_max() == 0) {
        options += option->results().front() == "true" ? name : name + "=" + option->results().front();
      } else if (list) {
        options += name + " " + shell_word(CLI::detail::join(option->results(), ","));
      } else {
        for (const std::string& value : option->results()) options += name + " " + shell_word(value);
      }
    }
  }
  return options + inputs;
}

std::vector<std::string> files_read(const Options& options) {
  std::vector<std::string> read = options.inputs;
  read.insert(read.end(), {options.input.bed, options.input.reference,
                           seqlens::default_model::asked_model(options.model)});
  return read;
}

void check_files(const Options& options) {
  seqlens::input::require_each_stream_once(files_read(options));
  std::vector<seqlens::cli::OutputName> written{
      {"--igv", options.igv}, {"--report", options.report}, {"--as", options.autosql}};
  // Those of single heads are known with the model: check_head_files().
  for (const std::string format : {"bed", "bedpe", "interact"})
    if (options.has_format(format)) written.push_back({"-o", options.file_of(format)});
  for (const std::string format : {"npy", "safetensors"})
    if (options.has_format(format)) written.push_back({"-o", options.output + "." + format});
  if (options.write_index && options.one_file()) {
    for (const auto& index : seqlens::cli::index_names(options.output)) written.push_back(index);
  }
  check_outputs(options.common, written, files_read(options));
}

void check_threshold(const Options& options) {
  if (options.min_z && options.quantile)
    throw UsageError("--min-z and --quantile both set the threshold: give one of them");
  const auto& known = seqlens::attention::NullTable::kQuantiles;
  if (options.quantile && std::find(known.begin(), known.end(), *options.quantile) == known.end())
    throw UsageError("--quantile: the null has 0.5, 0.9, 0.95, 0.99 and 0.999");
}

/// What is measured before the tracks are made reads the input a first time.
void check_read_twice(const Options& options) {
  if (!options.null && options.agree == 0) return;
  const std::string_view reason =
      options.null ? "--null reads its input twice" : "--agree reads its input twice";
  seqlens::input::require_files(options.inputs, reason);
  seqlens::input::require_files({options.input.bed}, reason);
}

void check_bigwig(const Options& options) {
  if (!options.has_format("bigwig")) return;
  seqlens::input::require_one_indexed_file(options.inputs, "--format bigwig");
}

void add_input_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Input");
  app.add_option("INPUT", options.inputs, "Files to read; '-' is standard input")->type_name("FILE");
  app.add_option("--region", options.input.regions,
                 "Only this region, as samtools means it (1-based, both ends included); may be given "
                 "several times. "
                 "Values are those of the whole sequence")
      ->type_name("CHR:A-B")
      ->allow_extra_args(false);
  app.add_option("--bed", options.input.bed, "The same for the regions of a BED file (0-based)")
      ->type_name("FILE");
  seqlens::cli::declare_reference(app, options.input.reference);
  seqlens::cli::declare_allow_remote(app, options.input.allow_remote);
}

void add_track_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Tracks");
  seqlens::cli::declare_model(app, options.model);
  seqlens::cli::declare_precision(app, options.precision);
  app.add_option("--heads", options.heads,
                 "Heads, counted from 0: L3H5, L4* (a layer), L*H2 (of every layer), joined by commas. "
                 "Default: all")
      ->type_name("LIST");
  app.add_option("--reduce", options.reduce,
                 "received, norm, cls, entropy, or from:CHR:A-B: what the positions of that place read")
      ->type_name("NAME");
  app.add_flag("--rollout", options.rollout,
               "One track, of attention rolled out over the layers; with received, cls and from");
  app.add_option("--strand", options.strand, "+, - or both, averaged")
      ->check(one_of({"+", "-", "both"}))
      ->type_name("S");
  app.add_option("--promoter-class", options.promoter_class,
                 "Class of a classifier that the calls of --report are about, its label or its number")
      ->type_name("LABEL");
  app.add_option("--window", options.window,
                 "Bases of a window, for models that read text of any length. Default: what the "
                 "model was trained on, else what it takes")
      ->check(whole_number(1, 1 << 24))
      ->type_name("N");
  app.add_option("--stride", options.stride,
                 "Bases between window starts. Default: the model's, or half a window")
      ->check(whole_number(1, 1 << 24))
      ->type_name("N");
  seqlens::cli::declare_n_policy(app, options.n_policy);
  seqlens::cli::declare_batch_of_bases(app, options.batch);
}

void add_threshold_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Threshold of bed, bedpe and interact");
  app.add_option("--min-z", options.min_z,
                 "Lowest z: standard deviations above shuffled windows of the same GC, at the "
                 "same position "
                 "(default: 3)")
      ->check(real_number(-1000, 1000))
      ->type_name("Z");
  app.add_option("--quantile", options.quantile,
                 "Instead: above this quantile of the shuffled windows in half of the windows: 0.5, "
                 "0.9, 0.95, 0.99 "
                 "or 0.999")
      ->check(real_number(0, 1))
      ->type_name("Q");
  app.add_option(
         "--null", options.null,
         "Make N shuffles of windows of the input for it, instead of taking what the model file holds")
      ->check(whole_number(30, 1000000))
      ->type_name("N");
}

void add_agreement_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Agreement with mutagenesis");
  app.add_flag(
         "--agree{200}", options.agree,
         "Measure how far each head agrees with the effects of mutations, on a sample (--seed) of 200 "
         "records or regions of the input (--agree=N: of N), instead of taking what the model file says; "
         "written in the header and to standard error")
      ->check(whole_number(2, 1000000));
}

void add_output_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Output");
  app.add_option(
         "--format", options.formats,
         "bed, bedgraph, bigwig (one file a head), bedpe, interact (top pairs), npy, safetensors (whole "
         "matrices of single windows); several joined by commas, in one pass")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(one_of({"bed", "bedgraph", "bigwig", "bedpe", "interact", "npy", "safetensors"}))
      ->type_name("LIST");
  app.add_option("-o,--output", options.output,
                 "File to write ('.gz' is bgzip, '-' standard output), or with several files the start "
                 "of their names")
      ->type_name("FILE|PREFIX");
  app.add_option("--bin", options.bin,
                 "Average bedgraph and bigwig over bins of N bases; 0: one number a token")
      ->check(whole_number(0, 1 << 24))
      ->type_name("N");
  app.add_option("--top-pairs", options.top_pairs,
                 "Pairs that a window gives for each head to bedpe and interact")
      ->check(whole_number(1, 1000))
      ->type_name("K");
  app.add_option(
         "--report", options.report,
         "A page to look at, one HTML file that needs nothing else: sequence, calls, mutagenesis, "
         "heads, a matrix, pairs; at most 10,000 bases. Without --format and -o nothing else is written")
      ->type_name("FILE.html");
  app.add_flag("--no-header", options.no_header, "Write no comment lines");
  app.add_option("--as", options.autosql,
                 "Write what the columns of bed are as autoSql too, for bedToBigBed -type=bed9+2 -as=FILE")
      ->type_name("FILE");
  app.add_flag("--write-index", options.write_index, "bgzip the text files and write their tabix index");
  app.add_option("--igv", options.igv,
                 "Write a session too, which IGV opens with all files of this run, coloured and scaled")
      ->type_name("FILE.xml");
  app.add_option("--igv-genome", options.igv_genome,
                 "Genome of the session, by IGV's name for it (hg19). Default: the FASTA that is read")
      ->type_name("ID");
}

}  // namespace

void check_head_files(const Options& options, const std::vector<std::string>& endings) {
  std::vector<seqlens::cli::OutputName> written{{"--igv", options.igv}, {"--report", options.report}};
  for (const std::string& ending : endings) written.push_back({"-o", options.file_of(ending)});
  check_outputs(options.common, written, files_read(options));
}

void define(CLI::App& app, Options& options) {
  add_input_options(app, options);
  add_track_options(app, options);
  add_threshold_options(app, options);
  add_agreement_options(app, options);
  add_output_options(app, options);
  app.final_callback([&app, &options] {
    const bool page_alone = !options.report.empty() && app.count("--format") == 0 && app.count("-o") == 0;
    if (page_alone) options.formats.clear();
    if (!options.report.empty()) options.command = command_of(app);
    seqlens::cli::default_to_standard_input(options.inputs);
    check_inputs(options.input, options.inputs);
    check_formats(options);
    check_report(options);
    check_threshold(options);
    check_read_twice(options);
    check_bigwig(options);
    check_igv(options);
    check_files(options);
  });
}

}  // namespace attention_tracks
