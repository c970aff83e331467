#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "seqlens/cli/common_options.h"
#include "seqlens/cli/program_text.h"
#include "seqlens/cli/run_tool.h"
#include "seqlens/train/promoter_sampler.h"
#include "seqlens/train/site_sampler.h"

namespace model_train {

/// The command line of model-train.
struct Options {
  seqlens::cli::CommonOptions common;

  std::string output;  ///< the model file

  std::string config;     ///< EncoderConfig JSON; empty: that of `init`
  std::string init;       ///< model file or published folder to start from
  std::string tokenizer;  ///< "base", or a file with a tokenizer's JSON, or a model file; empty: that of
                          ///< `init`, or base

  std::string objective = "classify";  ///< classify, stranded, positions, masked-lm
  std::vector<std::string> labels;     ///< names of the classes; none: the model's, or negative, positive
  std::string score_label;             ///< the label that scores speak for; empty: see score_label_of
  std::string note;                    ///< stored with the model

  std::vector<std::string> positive;  ///< labelled FASTA
  std::vector<std::string> negative;
  std::string table;                    ///< TSV/CSV: sequence,label
  std::vector<std::string> unlabelled;  ///< FASTA, masked LM
  std::vector<std::string> genome;      ///< indexed FASTA
  std::vector<std::string> tss;         ///< BED
  std::vector<std::string> train_regions;
  std::vector<std::string> hard_negatives;  ///< BED of mined windows
  std::vector<std::string> sites;           ///< BED, positions
  std::vector<std::string> ignore;          ///< BED of places without loss
  std::vector<std::string> hard;            ///< BED of places that look like sites
  std::vector<std::string> records;         ///< BED of places of records, with sites and without

  std::vector<std::string> dev_positive;
  std::vector<std::string> dev_negative;
  std::string dev_table;
  std::vector<std::string> dev_regions;
  double dev_fraction = 0;        ///< of the records, by group
  int dev_random_windows = 5000;  ///< none-windows drawn from dev_regions

  std::vector<std::string> exclude_kmers;  ///< FASTA or FASTA:REGION
  std::string exclude_from = "all";        ///< all, positives
  std::vector<std::string> exclude_regions;

  seqlens::train::PromoterGeometry geometry;
  seqlens::train::PromoterMixture mixture;
  seqlens::train::SiteGeometry site_geometry;
  seqlens::train::SiteMixture site_mixture{.records = 0.2};
  int pooled_bases = 0;  ///< that scans with the model pool scores over (PositionWindows)
  int window = 0;        ///< bases of a window cut for masked LM; 0: the model's window_tokens

  double mask_fraction = 0.15;
  int mask_span = 1;

  std::uint64_t steps = 1000;
  int batch = 64;
  double learning_rate = 1e-3;
  std::uint64_t warmup = 100;
  double floor = 0.05;
  double weight_decay = 0.01;
  double beta2 = 0.98;
  double clip = 1.0;
  double dropout = 0.0;
  double average_decay = 0.999;
  double label_smoothing = 0.0;
  double first_stage_weight = 0.3;
  std::vector<double> class_weights;
  std::vector<std::string> teachers;  ///< model files of the stranded kind
  double teachers_share = 0.5;        ///< of the loss

  std::uint64_t evaluate_every = 200;
  std::string metric;  ///< empty: chosen_metric() says
  std::uint64_t patience = 0;

  std::string checkpoint;
  double checkpoint_minutes = 10;
  std::uint64_t checkpoint_steps = 0;
  std::string metrics;  ///< JSON lines
};

extern const seqlens::cli::ProgramText kText;

/// --metric, or that of the objective: auroc (stranded), average_precision (positions), mcc (classify), loss
/// (masked-lm).
[[nodiscard]] std::string chosen_metric(const Options& options);

/// The files and folders that the run reads, as given, without the regions of --exclude-kmers; "" where an
/// option is not given.
[[nodiscard]] std::vector<std::string> files_read(const Options& options);

void define_options(CLI::App& app, Options& options);

}  // namespace model_train
