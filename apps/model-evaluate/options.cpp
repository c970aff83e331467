#include "model-evaluate/options.h"

#include <CLI/CLI.hpp>

#include "seqlens/cli/option_checks.h"
#include "seqlens/cli/output_check.h"
#include "seqlens/cli/shared_options.h"
#include "seqlens/core/errors.h"
#include "seqlens/input/read_once.h"

#include "model-evaluate/tested_records.h"

namespace model_evaluate {

using seqlens::UsageError;
using seqlens::cli::one_of;
using seqlens::cli::real_number;
using seqlens::cli::whole_number;

const seqlens::cli::ProgramText kText{
    "model-evaluate",
    "measures a model on labelled sequences, the calls of a scan against known TSS, or attention against "
    "mutagenesis",
    "[options] --positive FASTA --negative FASTA --model FILE | --calls BED --truth BED --genome FASTA | "
    "--agreement FASTA --model FILE",
    "Labelled records (--positive and --negative, or --table) are scored by a model, or come with the scores "
    "of any "
    "program (--scores). Each negative set gets its own rows, and where there are several, all of them "
    "together: AUROC, "
    "AUPRC (average precision), MCC, F1, accuracy, sensitivity, specificity, calibration error and Brier "
    "score, with "
    "bootstrap intervals by locus. With --baseline-train-positive and --baseline-train-negative, a k-mer "
    "naive Bayes and "
    "the GC content trained on these sets are measured beside it.\n\n"
    "Records of one locus are drawn together: 'cluster=' in the header, else overlapping intervals "
    "'[assembly:]contig:begin-end' on either strand, else the record by itself.\n\n"
    "A scan (--calls, from promoter-scan) is set against known TSS (--truth, several files are joined). TSS "
    "at most 500 "
    "bases apart, chained, are one locus. From the highest score down, a call finds the nearest locus within "
    "500 bases that none found before; at found loci it is a duplicate: neither right nor wrong in "
    "'precision', wrong in 'strict_precision'. Within 500 bases of an --ambiguous place it is neutral and "
    "leaves the count. All other calls are unannotated, and wrong in 'precision'. Place and strand are "
    "compared with the TSS of the locus that is nearest to the call. Calls per Mb count all calls over the "
    "evaluated bases (without N, when --genome is given). Intervals resample blocks of 200 kb.\n\n"
    "Agreement (--agreement, promoters on their strand) correlates each head's attention, position by "
    "position, with the mean absolute effect of the substitutions there, record by record, and asks two "
    "nulls whether the mean could be chance: the attention of other records with a similar GC content at "
    "the same positions, and the record's own, shifted. Attention is correlation; mutagenesis tests the "
    "model, not the cell.",
    {{"A model against two kinds of negatives, with baselines",
      "model-evaluate --model m.safetensors --positive pos.fa --negative random.fa --negative exon.fa "
      "--baseline-train-positive train_pos.fa --baseline-train-negative train_neg.fa"},
     {"Scores of another program", "model-evaluate --table test.csv --scores scores.tsv"},
     {"A scan against two annotations on one region",
      "model-evaluate --calls calls.bed --truth epd.bed --truth refseq.bed --genome hg19.fa.gz --region "
      "X:50000001-69999930"},
     {"Calls of another program, places with some evidence left out of the count, CpG islands "
      "apart",
      "model-evaluate --calls calls.tsv --truth tss.bed --ambiguous some.bed --loci-near islands.bed "
      "--genome hg19.fa.gz --region 20:1-30000000"},
     {"Which heads agree with mutagenesis, and the answer into the model file",
      "model-evaluate --agreement promoters.fa --model m.safetensors --store out.safetensors"}},
};

namespace {

void define_records(CLI::App& app, Options& options) {
  app.option_defaults()->group("Labelled records");
  app.add_option("--positive", options.positives, "Positive records; several files are joined")
      ->type_name("FASTA");
  app.add_option(
         "--negative", options.negatives,
         "Negative records, [NAME=]FASTA; each NAME is a set of its own (default: the file's name up to its "
         "first dot)")
      ->type_name("FASTA");
  app.add_option("--table", options.table,
                 "Records with their labels instead: TSV or CSV whose first line names the columns "
                 "'sequence' and 'label' (1 for positive or 0, or a class label of --model), and perhaps "
                 "'id', 'group', or 'chrom', 'start', 'end'")
      ->type_name("FILE");
  app.add_option(
         "--positive-tss", options.positive_tss,
         "0-based index of the TSS in each positive record: only the model's window around it is scored")
      ->type_name("INDEX")
      ->check(whole_number(0, 1000000000));
  app.add_option("--group-by", options.group_by,
                 "What the bootstrap draws: 'auto' (locus, as above) or 'record'")
      ->type_name("RULE")
      ->check(one_of({"auto", "record"}));
}

void define_scores(CLI::App& app, Options& options) {
  app.option_defaults()->group("What scores them");
  app.add_option("-m,--model", options.model, "Model: a built-in name, a file or a folder")
      ->type_name("NAME|PATH");
  seqlens::cli::declare_precision(app, options.precision);
  app.add_option(
         "--promoter-class", options.promoter_class,
         "Class of a classifier that is positive, its label or its number (what the model or the labels "
         "say, else class 1)")
      ->type_name("LABEL");
  app.add_option("--scores", options.scores,
                 "Scores of any program: TSV whose first line names the columns; 'score' (or 'logit'), and "
                 "perhaps 'name' "
                 "and 'probability'. Without names, rows are in the order of the records")
      ->type_name("TSV");
  app.add_option("--strand", options.strand, "Strand that is scored, by model and baselines: '+' or 'both'")
      ->type_name("STRAND")
      ->check(one_of({"+", "both"}));
  app.add_option(
         "--threshold", options.threshold,
         "Score from which a record is called positive (default: where the model's probability is 0.5)")
      ->type_name("SCORE");
  app.add_option("--baseline-train-positive", options.baseline_positives,
                 "Training positives of the baselines")
      ->type_name("FASTA");
  app.add_option("--baseline-train-negative", options.baseline_negatives,
                 "Training negatives of the baselines, [NAME=]FASTA; a set of the same NAME as a tested one "
                 "trains for it "
                 "alone, otherwise all are joined")
      ->type_name("FASTA");
  app.add_option("--kmer", options.kmer, "k of the k-mer naive Bayes")
      ->type_name("K")
      ->check(whole_number(1, 12));
  app.add_option(
         "--audit-train", options.audit_training,
         "What the model was trained on: records that share a 40-mer with it, on either strand, are counted")
      ->type_name("FASTA");
}

void define_scan(CLI::App& app, Options& options) {
  app.option_defaults()->group("Calls of a scan");
  app.add_option(
         "--calls", options.calls,
         "Calls of promoter-scan (BED or TSV), or of another program: BED6 (TSS in the middle, score as "
         "logit) or "
         "a table with columns tss (0-based), strand and score, and chrom where several contigs are "
         "evaluated")
      ->type_name("BED");
  app.add_option("--truth", options.truth,
                 "Known TSS; several files are joined. Of an interval longer than a base the first one, on - "
                 "the last one, is the TSS")
      ->type_name("BED");
  app.add_option("--ambiguous", options.ambiguous,
                 "Places with some evidence: calls within 500 bases of one, and at no known TSS, are neutral")
      ->type_name("BED");
  app.add_option("--loci-near", options.loci_near,
                 "Also recall and precision near these places (a place within 500 bases) and away from them, "
                 "[NAME=]BED, as CpG islands")
      ->type_name("BED");
  app.add_option("--evidence", options.evidence,
                 "Also the share of unannotated calls within 500 bases of these places, and of none of all "
                 "sets, [NAME=]BED")
      ->type_name("BED");
  app.add_option("--genome", options.genome, "Indexed FASTA: its N do not count as evaluated")
      ->type_name("FASTA");
  app.add_option("--regions", options.regions, "Only what lies in these regions counts")->type_name("BED");
  app.add_option("--region", options.region, "The same as contig:first-last (1-based); needs --genome")
      ->type_name("REGION");
  app.add_option("--min-logit", options.min_logit,
                 "One more threshold to report, beside all calls, the best F1 and the default of --model")
      ->type_name("LOGIT");
}

void define_agreement(CLI::App& app, Options& options) {
  app.option_defaults()->group("Attention against mutagenesis");
  app.add_option("--agreement", options.agreement,
                 "Promoters, whose bases are mutated one by one in the window that --model scores highest")
      ->type_name("FASTA");
  app.add_option("--agreement-records", options.agreement_records,
                 "Records of it that a sample (--seed) takes, if there are more")
      ->type_name("N")
      ->check(whole_number(2, 1000000));
  app.add_option("--permutations", options.permutations, "Permutations of each null")
      ->type_name("N")
      ->check(whole_number(1, 10000000));
}

void define_results(CLI::App& app, Options& options) {
  app.option_defaults()->group("Results");
  app.add_option("-o,--output", options.output, "Metrics; '-' is standard output")->type_name("FILE");
  app.add_option("--format", options.format, "tsv or json")
      ->type_name("FORMAT")
      ->check(one_of({"tsv", "json"}));
  app.add_option("--curve", options.curve, "TSV of the numbers at every threshold")->type_name("FILE");
  app.add_option("--verdicts", options.verdicts, "TSV of what each call of a scan is")->type_name("FILE");
  app.add_option(
         "--calibration", options.calibration,
         "Writes the 'seqlens.promoter' text of a model file with what was measured here: of a scan the scan "
         "probability, the score table and the threshold of the best F1; of records the record probability")
      ->type_name("FILE");
  app.add_option("--store", options.store,
                 "Writes --model with that text in it, or with the table of --agreement")
      ->type_name("FILE");
  app.add_option(
         "--first-stage-keep", options.first_stage_keep,
         "With --calls of an --exhaustive scan: also set the first stage's threshold, so that this share "
         "of the calls above the default threshold passes it")
      ->type_name("SHARE")
      ->check(real_number(0.5, 1));
  app.add_option(
         "--null-stats", options.null_stats,
         "Writes --model to --store with what its heads attend to in N shuffles of windows of --genome "
         "(--region), which attention-tracks compares with; measures nothing else")
      ->type_name("N")
      ->check(whole_number(30, 10000000));
  app.add_option("--resamples", options.resamples, "Resamples of the bootstrap")
      ->type_name("N")
      ->check(whole_number(1, 1000000));
  app.add_option("--level", options.level, "Share of resamples inside an interval")
      ->type_name("SHARE")
      ->check(real_number(0.01, 0.9999));
}

void check_no_scan(const Options& options) {
  if (!options.ambiguous.empty() || !options.loci_near.empty() || !options.evidence.empty())
    throw UsageError("--ambiguous, --loci-near and --evidence belong to a scan (--calls)");
}

void check_scan(const Options& options) {
  if (options.truth.empty()) throw UsageError("--calls needs --truth: the known TSS");
  if (options.genome.empty() && options.regions.empty()) {
    throw UsageError("--calls needs --genome or --regions: the bases that were scanned");
  }
  if (!options.region.empty() && options.genome.empty()) {
    throw UsageError("--region needs --genome, which has the lengths of the contigs; or give --regions");
  }
  if (!options.positives.empty() || !options.negatives.empty() || !options.table.empty() ||
      !options.scores.empty()) {
    throw UsageError(
        "--calls measures a scan; --positive, --negative, --table and --scores measure records: two runs");
  }
}

void check_records(const Options& options) {
  const bool fasta = !options.positives.empty() && !options.negatives.empty();
  if (fasta == !options.table.empty()) {
    throw UsageError("give --positive and --negative, or --table, or the --calls of a scan");
  }
  if (!options.model.empty() && !options.scores.empty()) {
    throw UsageError("--model and --scores both score the records: give one of them");
  }
  if (options.baseline_positives.empty() != options.baseline_negatives.empty()) {
    throw UsageError("baselines need --baseline-train-positive and --baseline-train-negative");
  }
  if (options.model.empty() && options.scores.empty() && options.baseline_positives.empty()) {
    throw UsageError("nothing scores the records: give --model, --scores or training sets for the baselines");
  }
  check_no_scan(options);
  if (!options.verdicts.empty()) throw UsageError("--verdicts belongs to a scan (--calls)");
  if (options.model.empty() && options.scores.empty() && !options.calibration.empty()) {
    throw UsageError("--calibration needs --model or --scores");
  }
}

void check_files(const Options& options) {
  std::vector<std::string> read{options.table, options.scores, options.regions, options.genome,
                                options.agreement};
  for (const auto* files : {&options.positives, &options.baseline_positives, &options.audit_training,
                            &options.calls, &options.truth, &options.ambiguous}) {
    read.insert(read.end(), files->begin(), files->end());
  }
  for (const auto* sets :
       {&options.negatives, &options.baseline_negatives, &options.loci_near, &options.evidence})
    for (const std::string& set : *sets) read.push_back(parse_named_file(set).file);
  seqlens::input::require_each_stream_once(read);
  // --store may be --model: that file is meant to get what was measured.
  seqlens::cli::check_outputs(options.common, {{"--store", options.store}}, read);
  read.push_back(options.model);
  seqlens::cli::check_outputs(options.common,
                              {{"-o", options.output},
                               {"--curve", options.curve},
                               {"--verdicts", options.verdicts},
                               {"--calibration", options.calibration}},
                              read);
}

void check_null_stats(const Options& options) {
  if (options.model.empty() || options.store.empty() || options.genome.empty())
    throw UsageError("--null-stats needs --model, --genome and --store");
  const bool measures = options.is_scan() || !options.positives.empty() || !options.negatives.empty() ||
                        !options.table.empty() || !options.scores.empty() || options.is_agreement();
  if (measures) throw UsageError("--null-stats is a run of its own: no records, scores or calls");
  if (!options.region.empty() && !options.regions.empty())
    throw UsageError("--region and --regions: give one of them with --null-stats");
}

void check_agreement(const Options& options) {
  if (options.model.empty()) throw UsageError("--agreement needs --model");
  if (options.is_scan() || !options.positives.empty() || !options.negatives.empty() ||
      !options.table.empty() || !options.scores.empty()) {
    throw UsageError(
        "--agreement looks into a model; --calls measures a scan, --positive, --negative, --table and "
        "--scores records: runs of their own");
  }
  if (!options.curve.empty() || !options.verdicts.empty() || !options.calibration.empty()) {
    throw UsageError("--curve, --verdicts and --calibration do not go with --agreement");
  }
}

void check_what_is_measured(const Options& options) {
  if (options.is_agreement()) return check_agreement(options);
  options.is_scan() ? check_scan(options) : check_records(options);
}

void check(const Options& options) {
  if (options.null_stats) return check_null_stats(options);
  check_what_is_measured(options);
  if (!options.store.empty() && options.model.empty()) throw UsageError("--store needs --model");
  if (options.first_stage_keep && (!options.is_scan() || options.model.empty() || options.genome.empty())) {
    throw UsageError("--first-stage-keep needs --calls, --model and --genome");
  }
}

}  // namespace

void define(CLI::App& app, Options& options) {
  define_records(app, options);
  define_scores(app, options);
  define_scan(app, options);
  define_agreement(app, options);
  define_results(app, options);
  app.final_callback([&options] {
    check(options);
    check_files(options);
  });
}

}  // namespace model_evaluate
