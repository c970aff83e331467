#include "promoter-scan/options.h"

#include <array>
#include <string_view>
#include <utility>

#include <CLI/CLI.hpp>

#include "seqlens/cli/default_input.h"
#include "seqlens/cli/option_checks.h"
#include "seqlens/cli/output_check.h"
#include "seqlens/cli/shared_options.h"
#include "seqlens/core/errors.h"
#include "seqlens/default_model/find_model.h"
#include "seqlens/input/read_once.h"
#include "seqlens/seqio/bgzip_name.h"

namespace promoter_scan {

using seqlens::UsageError;

const seqlens::cli::ProgramText kText{
    "promoter-scan",
    "finds promoters in DNA sequences",
    "[options] INPUT...",
    "Reads FASTA, FASTQ, SAM, BAM or CRAM (plain, gzip or bgzip) and writes the promoters that a Transformer "
    "encoder calls on "
    "both strands. Without INPUT, and for '-', standard input is read. No other file is needed: the human "
    "model is part of the "
    "program.\n\n"
    "A call is a window of the model whose score is the best within 500 bases, on both strands, and above "
    "the threshold. The "
    "output is BED9+4: chrom, start, end (the window, 0-based, half-open), name, score (0-1000, ranks by "
    "logit), strand, the TSS as the thick part, colour by strand; then "
    "probability, tss (0-based), logit, label. The probability is the precision of calls with this logit on "
    "the part of the genome "
    "that the model was calibrated on.\n\n"
    "With --per-record each record gets one line instead: name, length, probability, label, strand (of the "
    "record as given; of the genome for the lines of --bed), score (the logit), and chrom, start, end, tss "
    "of the best window (on the genome for regions, else on the record); --format bed writes them as calls. "
    "Here the "
    "probability is that of a set of which half are promoters (--prior changes that). Records shorter than a "
    "window are padded, "
    "longer ones give their best window; below 100 bases the score is NA.\n\n"
    "Alignments: each primary read is a record, as sequenced; calls on aligned reads are placed on the "
    "reference. With -o FILE.bam "
    "(or .sam, .cram) the reads are written back with the tags pl (logit), pp (probability as with "
    "--per-record), ps (strand on "
    "the read) and pt (0-based TSS on the read).",
    {{"Calls in a genome", "promoter-scan genome.fa.gz > calls.bed"},
     {"Calls in one region, as samtools writes it",
      "promoter-scan --region chr1:1,000,001-2,000,000 genome.fa.gz"},
     {"About ten calls per million bases, indexed",
      "promoter-scan --max-calls-per-mb 10 -o calls.bed.gz --write-index genome.fa"},
     {"One score for each sequence, as given", "promoter-scan --per-record candidates.fa > scores.tsv"},
     {"Reads with their scores as tags", "promoter-scan -o scored.bam reads.bam"}},
};

bool Options::annotates_reads() const {
  for (const char* ending : {".bam", ".sam", ".cram"}) {
    if (output.ends_with(ending)) return true;
  }
  return false;
}

bool Options::writes_bed() const {
  return (format == "bed" || (format.empty() && !per_record)) && !annotates_reads();
}

namespace {

using seqlens::cli::check_outputs;
using seqlens::cli::one_of;
using seqlens::cli::real_number;
using seqlens::cli::whole_number;

void check_thresholds(const Options& options) {
  const std::array given{options.threshold.has_value(), options.min_logit.has_value(),
                         options.max_calls_per_mb.has_value(), options.fdr.has_value(), options.sensitive};
  const auto count = std::count(given.begin(), given.end(), true);
  if (count > 0 && options.annotates_reads()) {
    throw UsageError(
        "-o '" + options.output +
        "' gives every read its score: no --threshold, --min-logit, --max-calls-per-mb, --fdr, --sensitive");
  }
  if (count > 1) {
    throw UsageError(
        "--threshold, --min-logit, --max-calls-per-mb, --fdr and --sensitive all set the threshold: give one "
        "of them");
  }
  if (options.per_record && (options.max_calls_per_mb || options.fdr || options.sensitive)) {
    throw UsageError(
        "--max-calls-per-mb, --fdr and --sensitive are about scans; with --per-record use --threshold or "
        "--min-logit");
  }
}

void check_record_mode(const Options& options) {
  const bool scores_records = options.per_record || options.annotates_reads();
  if (options.per_record && options.annotates_reads()) {
    throw UsageError("--per-record writes a table; for scores in a SAM, BAM or CRAM file give -o alone");
  }
  if (scores_records && !options.window_scores.empty()) {
    throw UsageError("--window-scores is about scans, not records: leave out --per-record (and -o FILE.bam)");
  }
  if (options.annotates_reads() && (options.input.needs_index() || options.inputs.size() > 1)) {
    throw UsageError("-o '" + options.output +
                     "' takes one SAM, BAM or CRAM file, whole: no --region, --bed, --shard");
  }
  if (!scores_records && options.prior != 0.5)
    throw UsageError("--prior is about records: it needs --per-record");
}

bool for_records(std::string_view format) {
  return format.empty() || format == "tsv" || format == "json" || format == "bed" || format == "bed9";
}

// The format that the output's name asks for; empty: none, or one that --per-record does not have.
std::string format_by_name(const Options& options) {
  constexpr std::pair<std::string_view, std::string_view> endings[] = {
      {".bed", "bed"},    {".narrowPeak", "narrowPeak"},
      {".tsv", "tsv"},    {".json", "json"},
      {".jsonl", "json"}, {".gff3", "gff3"},
      {".gff", "gff3"}};
  std::string_view name = options.output;
  for (const std::string_view packed : {".gz", ".bgz"}) {
    if (name.ends_with(packed)) name.remove_suffix(packed.size());
  }
  for (const auto& [ending, format] : endings) {
    if (name.ends_with(ending) && (!options.per_record || for_records(format))) return std::string(format);
  }
  return {};
}

void check_output(const Options& options) {
  if (options.per_record && !for_records(options.format))
    throw UsageError("--per-record: --format is tsv, json, bed or bed9, not " + options.format);
  if (options.annotates_reads() && !options.format.empty()) {
    throw UsageError("--format " + options.format + ": -o '" + options.output + "' says the format already");
  }
  if (options.no_header && (options.format == "gff3" || options.annotates_reads()))
    throw UsageError("--no-header: GFF3, SAM, BAM and CRAM are not without one");
  if (options.autosql == "-" && options.output == "-")
    throw UsageError("--as and -o are both standard output; give one of them a file");
  if (!options.autosql.empty() && !options.writes_bed())
    throw UsageError("--as: describes the columns of bed, which this run does not write");
  if (!options.write_index) return;
  const bool bgzip = seqlens::seqio::is_bgzip_name(options.output);
  const bool has_places = options.writes_bed() || options.format == "bed9" ||
                          options.format == "narrowPeak" || options.format == "gff3";
  if (!bgzip || !has_places || options.per_record) {
    throw UsageError("--write-index: needs -o FILE.gz and calls as bed, bed9, narrowPeak or gff3");
  }
}

void check_tracks(const Options& options) {
  if (options.window_format != "bigwig") return;
  if (options.window_scores.empty()) throw UsageError("--window-format bigwig: needs --window-scores PREFIX");
  if (options.input.shard) throw UsageError("--window-format bigwig: the files of shards cannot be joined");
  seqlens::input::require_one_indexed_file(options.inputs, "--window-format bigwig");
}

void check_files(const Options& options) {
  std::vector<std::string> read = options.inputs;
  read.insert(read.end(), {options.input.bed, options.input.reference,
                           seqlens::default_model::asked_model(options.model)});
  seqlens::input::require_each_stream_once(read);
  std::vector<seqlens::cli::OutputName> written{{"-o", options.output}, {"--as", options.autosql}};
  if (options.write_index) {
    for (const auto& index : seqlens::cli::index_names(options.output)) written.push_back(index);
  }
  if (!options.window_scores.empty()) {
    for (const char* ending : {".plus.bedGraph", ".minus.bedGraph"})
      written.push_back({"--window-scores", options.window_scores + ending});
  }
  check_outputs(options.common, written, read);
}

void add_input_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Input");
  app.add_option("INPUT", options.inputs, "Files to read; '-' is standard input")->type_name("FILE");
  app.add_option("--region", options.input.regions,
                 "Only calls whose TSS lies in this region, as samtools means it (1-based, both ends "
                 "included); may be given "
                 "several times")
      ->type_name("CHR:A-B")
      ->allow_extra_args(false);
  app.add_option("--bed", options.input.bed,
                 "The same for the regions of a BED file (0-based). With --per-record each line is a record, "
                 "with the name of "
                 "column 4, read on the strand of column 6")
      ->type_name("FILE");
  seqlens::cli::declare_reference(app, options.input.reference);
  seqlens::cli::declare_allow_remote(app, options.input.allow_remote);
}

void add_scan_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Scan");
  seqlens::cli::declare_model(app, options.model);
  seqlens::cli::declare_precision(app, options.precision);
  app.add_option(
         "--window", options.window,
         "Bases of a window of a classification checkpoint. Default: what it was trained on, else the "
         "longest that it takes (512 tokens where it names none)")
      ->check(whole_number(1, 1 << 20))
      ->type_name("N");
  app.add_option("--promoter-class", options.promoter_class,
                 "The class of a classification checkpoint that means promoter: a label or its number. "
                 "Default: the one that the file or a label names")
      ->type_name("LABEL");
  app.add_option("--strand", options.strand, "+, - or both. Default: both; with --per-record +")
      ->check(one_of({"+", "-", "both"}))
      ->type_name("S");
  app.add_flag("--per-strand", options.per_strand,
               "Let windows compete for being a call on their own strand only");
  app.add_option("--stride", options.stride, "Bases between window starts. Default: the model's")
      ->check(whole_number(1, 1 << 20))
      ->type_name("N");
  app.add_flag("--exhaustive", options.exhaustive,
               "Run the encoder on all windows, not only on those that the first stage lets through");
  seqlens::cli::declare_n_policy(app, options.n_policy);
  seqlens::cli::declare_batch_of_bases(app, options.batch);
  app.add_option_function<std::string>(
         "--shard",
         [&options](const std::string& text) { options.input.shard = seqlens::input::parse_shard(text); },
         "Do part I of N; the outputs of all parts, one after the other, are the whole")
      ->type_name("I/N");
}

void add_threshold_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Threshold (one of these; default: the model's)");
  app.add_option("--threshold", options.threshold,
                 "Lowest probability, as printed; with --per-record the lowest that makes a promoter (0.5)")
      ->check(real_number(0, 1))
      ->type_name("P");
  app.add_option("--min-logit", options.min_logit, "Lowest logit")
      ->check(real_number(-1e6, 1e6))
      ->type_name("X");
  app.add_option("--max-calls-per-mb", options.max_calls_per_mb,
                 "The logit that gave so many calls per million bases when the model was evaluated, from its "
                 "table of thresholds (linear between them)")
      ->check(real_number(0, 1e6))
      ->type_name("X");
  app.add_option("--fdr", options.fdr, "Highest share of wrong calls among those of a logit: 1 - probability")
      ->check(real_number(0, 1))
      ->type_name("X");
  app.add_flag("--sensitive", options.sensitive,
               "The model's second, lower threshold: more promoters, and more wrong calls");
}

void add_output_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Output");
  app.add_option("-o,--output", options.output,
                 "File to write; '.gz' is bgzip; '.bam', '.sam' and '.cram' hold the reads with scores; '-' "
                 "is standard output")
      ->type_name("FILE");
  app.add_option(
         "--format", options.format,
         "bed, bed9 (its first nine columns, no header), narrowPeak, tsv, json (an object a line) or gff3. "
         "Default: what the name of the output ends in, else bed; with --per-record tsv")
      ->check(one_of({"bed", "bed9", "narrowPeak", "tsv", "json", "gff3"}))
      ->type_name("NAME");
  app.add_flag("--no-header", options.no_header,
               "Write no comment lines, no line of column names and no object that describes the run");
  app.add_option("--as", options.autosql,
                 "Write what the columns of bed are as autoSql too, for bedToBigBed -type=bed9+4 -as=FILE")
      ->type_name("FILE");
  app.add_flag("--write-index", options.write_index, "Write the tabix index of a '.gz' output");
  app.add_option(
         "--window-scores", options.window_scores,
         "Write the logit of every window that the first stage lets through (with --exhaustive of all), or "
         "of every position, to PREFIX.plus.bedGraph and PREFIX.minus.bedGraph, at the TSS it stands for")
      ->type_name("PREFIX");
  app.add_option("--window-format", options.window_format,
                 "bedgraph, or bigwig: PREFIX.plus.bw and PREFIX.minus.bw (one FASTA that can be indexed)")
      ->check(one_of({"bedgraph", "bigwig"}))
      ->type_name("NAME");
  app.option_defaults()->group("Records");
  app.add_flag("--per-record", options.per_record, "One line a record instead of calls");
  app.add_option("--prior", options.prior, "Share of promoters among the records")
      ->check(real_number(0.000001, 0.999999))
      ->type_name("P");
}

}  // namespace

void define(CLI::App& app, Options& options) {
  add_input_options(app, options);
  add_scan_options(app, options);
  add_threshold_options(app, options);
  add_output_options(app, options);
  app.final_callback([&options] {
    seqlens::cli::default_to_standard_input(options.inputs);
    options.input.regions_are_records = options.per_record;
    options.input.keep_alignments = options.annotates_reads();
    check_inputs(options.input, options.inputs);
    check_thresholds(options);
    check_record_mode(options);
    if (options.format.empty()) options.format = format_by_name(options);
    check_output(options);
    check_tracks(options);
    check_files(options);
  });
}

}  // namespace promoter_scan
