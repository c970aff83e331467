#include "model-train/options.h"

#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include "seqlens/cli/option_checks.h"
#include "seqlens/labelled/excluded_sequences.h"

#include "model-train/option_conflicts.h"

namespace model_train {

using seqlens::cli::one_of;
using seqlens::cli::real_number;
using seqlens::cli::whole_number;

const seqlens::cli::ProgramText kText{
    "model-train",
    "trains a Transformer encoder on sequences",
    "[options] -o MODEL",
    "Trains on the CPU and writes one model file. What is learnt is chosen by --objective:\n\n"
    "classify: one label a sequence, from --positive and --negative FASTA files or a --table. stranded: "
    "promoter "
    "windows with one logit for each orientation, from the same FASTA files, and from --genome around the "
    "--tss of "
    "--train-regions. positions: a score for every place and strand of --genome, high at --sites. masked-lm: "
    "hidden bases, from --unlabelled FASTA files or windows of --genome.\n\n"
    "The model is described by --config (JSON), started from random weights or from --init. Records are "
    "split into "
    "training and dev set by group (the column group of a table; cluster= in the FASTA header, else the "
    "chromosome of the header's locus); where there is none, each record is its own, and a warning says so. "
    "The weights that were best on the dev set by --metric are written.\n\n"
    "With --checkpoint, a run that was interrupted or killed goes on when the same command is given again, "
    "and ends "
    "with the same bytes. The result does not depend on --threads.",
    {{"A classifier from two FASTA files",
      "model-train --config small.json --positive yes.fa --negative no.fa --dev-fraction 0.1 -o "
      "model.safetensors"},
     {"The same from a table, resumable",
      "model-train --config small.json --table train.csv --dev-table dev.csv --checkpoint run.safetensors -o "
      "model.safetensors"},
     {"Pre-training on a genome, then fine-tuning",
      "model-train --objective masked-lm --config small.json --genome hg19.fa.gz -o pre.safetensors && "
      "model-train "
      "--init pre.safetensors --table train.csv -o model.safetensors"}},
};

namespace {

CLI::Option* list(CLI::App& app, const std::string& name, std::vector<std::string>& values,
                  const std::string& text, const std::string& type) {
  return app.add_option(name, values, text)->type_name(type)->allow_extra_args(false);
}

void add_model_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Model");
  app.add_option("-o,--output", options.output, "The model file to write")->type_name("FILE")->required();
  app.add_option("--config", options.config, "Encoder configuration as JSON (see model-info)")
      ->type_name("FILE");
  app.add_option(
         "--init", options.init,
         "Start from the weights of this model: a model file, or the folder of a published one. Tensors "
         "that it lacks start random")
      ->type_name("MODEL");
  app.add_option("--tokenizer", options.tokenizer,
                 "base, or a model file or JSON file that holds one (base, or that of --init)")
      ->type_name("NAME|FILE");
  app.add_option("--objective", options.objective, "What is learnt")
      ->check(one_of({"classify", "stranded", "positions", "masked-lm"}))
      ->type_name("NAME");
  app.add_option(
         "--labels", options.labels,
         "Names of the classes, by their numbers, in place of the model's (those of --config or --init, else "
         "negative,positive)")
      ->delimiter(',')
      ->type_name("NAME,NAME");
  app.add_option(
         "--score-label", options.score_label,
         "The class that scores of the model speak for (the one that names promoters, else class 1 of two)")
      ->type_name("NAME");
  app.add_option("--note", options.note, "Stored in the model: organism, data, what its user should know")
      ->type_name("TEXT");
}

void add_data_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Training data");
  list(app, "--positive", options.positive,
       "FASTA, or BED with --genome, of label 1; may be given several times", "FILE");
  list(app, "--negative", options.negative,
       "FASTA, or BED with --genome, of label 0; may be given several times", "FILE");
  app.add_option("--table", options.table,
                 "TSV or CSV with a header line and the columns sequence, label and perhaps group (or "
                 "cluster, chrom)")
      ->type_name("FILE");
  list(app, "--unlabelled", options.unlabelled, "FASTA for masked-lm; may be given several times", "FASTA");
  list(app, "--genome", options.genome, "Indexed FASTA to cut windows from; may be given several times",
       "FASTA");
  list(app, "--tss", options.tss,
       "BED of transcription start sites with strand; of a longer interval the first base, on - the last",
       "BED");
  list(app, "--train-regions", options.train_regions,
       "Only these parts of --genome: regions as samtools means them, separated by commas, or a BED file",
       "REGIONS");
  list(app, "--hard-negatives", options.hard_negatives,
       "BED of windows that a model takes for promoters wrongly", "BED");
  list(app, "--sites", options.sites,
       "BED of sites with strand, as --tss, that positions learns; of several files each gives as many "
       "windows",
       "BED");
  list(app, "--ignore", options.ignore,
       "BED of stretches that carry no loss, on the strand in column 6, else on both", "BED");
  list(app, "--hard", options.hard,
       "BED of places that look like sites and are none; of several files each gives as many windows", "BED");
  list(app, "--records", options.records,
       "BED of places to show as records, 200 to 600 bases and N around, with sites and without; of several "
       "files each gives as many windows",
       "BED");
  list(app, "--exclude-regions", options.exclude_regions,
       "Parts of --genome that no training window may touch", "REGIONS");
  list(app, "--exclude-kmers", options.exclude_kmers,
       "Drop training records that share a 40-mer, on either strand, with this FASTA, or with a region of it",
       "FASTA[:REGION]");
  app.add_option("--exclude-from", options.exclude_from, "Records that --exclude-kmers drops from")
      ->check(one_of({"all", "positives"}))
      ->type_name("WHICH");
}

void add_dev_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Dev set");
  list(app, "--dev-positive", options.dev_positive, "As --positive", "FILE");
  list(app, "--dev-negative", options.dev_negative, "As --negative", "FILE");
  app.add_option("--dev-table", options.dev_table, "TSV or CSV as --table")->type_name("FILE");
  list(app, "--dev-regions", options.dev_regions,
       "Parts of --genome: their TSS, records whose locus lies in them and random windows are the dev set",
       "REGIONS");
  app.add_option("--dev-fraction", options.dev_fraction,
                 "Share of the training records kept back, whole groups")
      ->check(real_number(0, 0.9))
      ->type_name("SHARE");
  app.add_option("--dev-random-windows", options.dev_random_windows, "Random windows of --dev-regions")
      ->check(whole_number(0, 10'000'000))
      ->type_name("N");
  app.add_option("--evaluate-every", options.evaluate_every, "Steps between evaluations")
      ->check(whole_number(1, 1'000'000'000))
      ->type_name("STEPS");
  app.add_option("--metric", options.metric,
                 "Metric of the dev set that chooses the weights: auroc, auprc, mcc, best_mcc, accuracy, "
                 "loss, average_precision, place, strand (mcc; auroc for stranded; average_precision for "
                 "positions; loss for masked-lm)")
      ->check(one_of(
          {"auroc", "auprc", "mcc", "best_mcc", "accuracy", "loss", "average_precision", "place", "strand"}))
      ->type_name("NAME");
  app.add_option("--patience", options.patience,
                 "Stop after this many evaluations without a better one; 0: never")
      ->check(whole_number(0, 1'000'000))
      ->type_name("N");
}

void share(CLI::App& app, const std::string& name, double& value, const std::string& text) {
  app.add_option(name, value, text)->check(real_number(0, 1e6))->type_name("SHARE");
}

void add_window_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Windows (stranded, positions, masked-lm)");
  constexpr std::int64_t most_bases = 1'000'000;
  auto& geometry = options.geometry;
  auto& mixture = options.mixture;
  app.add_option(
         "--window", options.window,
         "Bases of a window, without flanks; 0: 300 for stranded, the model's for positions and masked-lm")
      ->check(whole_number(0, most_bases))
      ->type_name("BASES");
  app.add_option("--tss-index", geometry.tss_index, "Place of the TSS in a window, from 0")
      ->check(whole_number(0, most_bases))
      ->type_name("BASES");
  app.add_option("--flank", geometry.flank,
                 "Bases that the model sees on each side of a window: the genome's, or N around a record")
      ->check(whole_number(0, most_bases))
      ->type_name("BASES");
  app.add_option("--positive-within", geometry.positive_within,
                 "A TSS so far from its place makes a promoter")
      ->check(whole_number(0, most_bases))
      ->type_name("BASES");
  app.add_option("--ignored-within", geometry.ignored_within,
                 "Windows with a TSS between the former and this are not used")
      ->check(whole_number(0, most_bases))
      ->type_name("BASES");
  app.add_option("--near-within", geometry.near_within, "Near negatives have a TSS from the former to this")
      ->check(whole_number(0, most_bases))
      ->type_name("BASES");
  app.add_option("--random-distance", geometry.random_distance,
                 "Random windows, and negative records with a locus, are this far from any TSS")
      ->check(whole_number(0, most_bases))
      ->type_name("BASES");
  auto& sites = options.site_geometry;
  app.add_option("--kept", sites.kept, "Bases in the middle of a window whose scores count (positions)")
      ->check(whole_number(1, most_bases))
      ->type_name("BASES");
  app.add_option("--site-spread", sites.spread,
                 "The target of a score d bases from a site is exp(-d^2 / (2 spread^2))")
      ->check(real_number(0.1, 1000))
      ->type_name("BASES");
  app.add_option(
         "--pooled-bases", options.pooled_bases,
         "Written into the model: a scan adds the probabilities of a strand, those d bases away with the "
         "weight exp(-d / N); 0: a score is of its bin alone (positions)")
      ->check(whole_number(0, most_bases))
      ->type_name("N");
  app.add_option("--unsure-within", sites.unsure_within,
                 "So near a site, on its strand, other scores have the weight --unsure-weight")
      ->check(whole_number(0, most_bases))
      ->type_name("BASES");
  app.add_option("--unsure-weight", sites.unsure_weight, "Of their loss; 0: none")
      ->check(real_number(0, 1))
      ->type_name("X");
  share(app, "--share-sites", options.site_mixture.sites, "Of windows around --sites");
  share(app, "--share-hard", options.site_mixture.hard, "Of windows around --hard places");
  share(app, "--share-anywhere", options.site_mixture.anywhere, "Of windows anywhere in the regions");
  share(app, "--share-records", options.site_mixture.records, "Of --records");
  share(app, "--hard-weight", options.site_mixture.hard_weight,
        "Weight of the loss of windows around --hard places, beside 1 of those around --sites");
  share(app, "--anywhere-weight", options.site_mixture.anywhere_weight, "The same of windows from anywhere");
  share(app, "--records-weight", options.site_mixture.records_weight, "The same of --records");
  share(app, "--share-promoters", mixture.promoter_records, "Of --positive records");
  share(app, "--share-negatives", mixture.negative_records, "Of --negative records");
  share(app, "--share-genome-promoters", mixture.genome_promoters, "Of windows cut at TSS");
  share(app, "--share-genome-near", mixture.genome_near, "Of windows near TSS");
  share(app, "--share-genome-mirror", mixture.genome_mirror,
        "Of windows with a TSS at its place on the other strand");
  share(app, "--share-genome-random", mixture.genome_random, "Of random windows");
  share(app, "--share-hard-negatives", mixture.hard_negatives, "Of --hard-negatives");
  share(app, "--share-cropped", mixture.cropped, "Of all: windows shortened to 100 bases or more");
  share(app, "--share-flankless", mixture.flankless,
        "Of windows of --genome: with N for flanks, as records are");
  share(app, "--share-mutated", mixture.mutated, "Of the bases: replaced by random ones");
  app.add_option("--mask-fraction", options.mask_fraction, "Share of tokens that masked-lm hides")
      ->check(real_number(0.001, 0.9))
      ->type_name("SHARE");
  app.add_option("--mask-span", options.mask_span, "Tokens hidden together")
      ->check(whole_number(1, 1000))
      ->type_name("N");
}

void add_training_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Optimisation");
  app.add_option("--steps", options.steps, "Updates")->check(whole_number(1, 1'000'000'000))->type_name("N");
  app.add_option("--batch", options.batch, "Examples an update")
      ->check(whole_number(1, 1'000'000))
      ->type_name("N");
  app.add_option("--learning-rate", options.learning_rate, "Highest learning rate")
      ->check(real_number(0, 10))
      ->type_name("X");
  app.add_option("--warmup", options.warmup, "Steps of linear warm-up; a cosine follows")
      ->check(whole_number(0, 1'000'000'000))
      ->type_name("N");
  app.add_option("--floor", options.floor, "End of the cosine, share of --learning-rate")
      ->check(real_number(0, 1))
      ->type_name("SHARE");
  app.add_option("--weight-decay", options.weight_decay, "AdamW's, of matrices")
      ->check(real_number(0, 10))
      ->type_name("X");
  app.add_option("--beta2", options.beta2, "AdamW's")->check(real_number(0, 0.99999))->type_name("X");
  app.add_option("--clip", options.clip, "Highest norm of the gradient; 0: any")
      ->check(real_number(0, 1e9))
      ->type_name("X");
  app.add_option("--dropout", options.dropout, "Residual dropout")
      ->check(real_number(0, 0.9))
      ->type_name("SHARE");
  app.add_option("--average-decay", options.average_decay, "Of the moving average of the weights; 0: none")
      ->check(real_number(0, 0.99999999))
      ->type_name("X");
  app.add_option("--label-smoothing", options.label_smoothing, "Share of the label spread over all classes")
      ->check(real_number(0, 0.9))
      ->type_name("SHARE");
  app.add_option("--class-weights", options.class_weights,
                 "Weight of each class, separated by commas (1 each)")
      ->delimiter(',')
      ->check(real_number(1e-6, 1e6))
      ->type_name("X,X");
  list(app, "--teacher", options.teachers,
       "Learn what this stranded model says beside the labels; may be given several times: their mean. "
       "Each is asked about the examples that it sees all of, the narrowest ones alone",
       "MODEL");
  app.add_option("--teachers-share", options.teachers_share,
                 "Share of the loss that what the teachers say has, where they say something")
      ->check(real_number(0, 1))
      ->type_name("SHARE");
  app.add_option("--first-stage-weight", options.first_stage_weight, "Weight of the first stage's loss")
      ->check(real_number(0, 100))
      ->type_name("X");
}

void add_output_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Resuming and figures");
  app.add_option("--checkpoint", options.checkpoint,
                 "File to go on from if it is there, and to write to meanwhile")
      ->type_name("FILE");
  app.add_option("--checkpoint-minutes", options.checkpoint_minutes,
                 "Minutes between checkpoints; 0: by steps alone")
      ->check(real_number(0, 1e6))
      ->type_name("MINUTES");
  app.add_option("--checkpoint-steps", options.checkpoint_steps,
                 "Steps between checkpoints; 0: by time alone")
      ->check(whole_number(0, 1'000'000'000))
      ->type_name("STEPS");
  app.add_option("--metrics", options.metrics,
                 "JSON lines: loss, learning rate and speed of steps, figures of evaluations")
      ->type_name("FILE");
}

}  // namespace

std::string chosen_metric(const Options& options) {
  if (!options.metric.empty()) return options.metric;
  if (options.objective == "stranded") return "auroc";
  if (options.objective == "positions") return "average_precision";
  return options.objective == "classify" ? "mcc" : "loss";
}

std::vector<std::string> files_read(const Options& options) {
  std::vector<std::string> files{options.config, options.init, options.tokenizer, options.table,
                                 options.dev_table};
  for (const auto* more :
       {&options.positive, &options.negative, &options.unlabelled, &options.genome, &options.tss,
        &options.hard_negatives, &options.sites, &options.ignore, &options.hard, &options.records,
        &options.train_regions, &options.dev_regions, &options.exclude_regions, &options.dev_positive,
        &options.dev_negative, &options.teachers}) {
    files.insert(files.end(), more->begin(), more->end());
  }
  for (const std::string& source : options.exclude_kmers)
    files.push_back(seqlens::labelled::locate_excluded(source).file);
  return files;
}

void define_options(CLI::App& app, Options& options) {
  add_model_options(app, options);
  add_data_options(app, options);
  add_dev_options(app, options);
  add_window_options(app, options);
  add_training_options(app, options);
  add_output_options(app, options);
  app.final_callback([&app, &options] {
    if (options.window > 0 && options.objective == "stranded") options.geometry.window = options.window;
    refuse_conflicts(options, [&app](std::string_view name) { return app.count(std::string(name)) > 0; });
  });
}

}  // namespace model_train
