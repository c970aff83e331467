#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "seqlens/model/config.h"
#include "seqlens/train/optimiser.h"

namespace seqlens::train {

/// The best weights so far on the dev set, for early stopping.
struct BestModel {
  explicit BestModel(const model::EncoderConfig& config) : values(config) {}
  model::Parameters values;
  double metric = 0;
  std::uint64_t step = 0;  ///< 0: none yet
};

/// Everything that a run needs to go on to the same bytes: examples and masks follow from (seed, step) alone.
struct TrainingCheckpoint {
  TrainingState state;
  BestModel best;
};

/// Writes a safetensors file with the tensors "values.<name>", "moment1.<name>", "moment2.<name>",
/// "average.<name>", "best.<name>" and the metadata `seqlens.training.step`, `.best_step`, `.best_metric`,
/// and `settings`, whose keys are stored as `seqlens.training.settings.<key>`.
void save_checkpoint(const std::filesystem::path& path, const model::EncoderConfig& config,
                     const TrainingState& state, const BestModel& best,
                     const std::map<std::string, std::string>& settings);

/// @param settings  of the run that wants to go on; must be those of the run that stopped.
/// @throws InputError naming the file and the setting, tensor or key that does not fit.
[[nodiscard]] TrainingCheckpoint load_checkpoint(const std::filesystem::path& path,
                                                 const model::EncoderConfig& config,
                                                 const std::map<std::string, std::string>& settings);

}  // namespace seqlens::train
