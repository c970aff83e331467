#pragma once

#include <memory>
#include <string>
#include <vector>

#include "seqlens/scan/trained_on.h"
#include "seqlens/train/example.h"

#include "model-train/model_setup.h"
#include "model-train/options.h"

namespace model_train {

/// Examples of a run, and what was kept or dropped on the way.
struct TrainingData {
  std::unique_ptr<seqlens::train::ExampleSource> training;
  std::unique_ptr<seqlens::train::ExampleSource> dev;  ///< null without a dev set
  std::vector<std::string> warnings;                   ///< lines for the log that want the user's attention
  std::vector<std::string> notes;             ///< lines for the log: counts of records, drops with reasons
  seqlens::scan::RecordLengths lengths = {};  ///< of labelled training records
};

/// For --objective classify. @throws InputError, Error: an empty class, letters of another alphabet, a label
/// outside the set, a sequence too short for the model.
[[nodiscard]] TrainingData classify_data(const Options& options, const ModelSetup& setup);

/// For --objective stranded.
[[nodiscard]] TrainingData stranded_data(const Options& options, const ModelSetup& setup);

/// For --objective positions. @throws also when no site, window or loss is left: before training starts.
[[nodiscard]] TrainingData positions_data(const Options& options, const ModelSetup& setup);

/// Bases of a window of --objective positions: --window, or that of the model.
[[nodiscard]] int positions_window(const Options& options, const ModelSetup& setup);

/// For --objective masked-lm.
[[nodiscard]] TrainingData masked_lm_data(const Options& options, const ModelSetup& setup);

}  // namespace model_train
