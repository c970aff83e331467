#pragma once

#include <map>
#include <string>

#include "model-train/model_setup.h"
#include "model-train/options.h"
#include "model-train/training_data.h"

namespace model_train {

/// What decides the bytes of the result, by name: what the command line says, and how many examples there
/// are. Files are named as given. For the model file and the metrics.
[[nodiscard]] std::map<std::string, std::string> settings_of(const Options& options,
                                                             const TrainingData& data);

/// What must be the same for a run to go on from a checkpoint: the same by the names of the options, and the
/// SHA-256 digests of the tokenizer and of every regular file that the run reads.
/// @throws Error when a file cannot be read. Reads all of them to the end.
[[nodiscard]] std::map<std::string, std::string> checkpoint_settings(const Options& options,
                                                                     const ModelSetup& setup,
                                                                     const TrainingData& data);

}  // namespace model_train
