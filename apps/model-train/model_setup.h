#pragma once

#include <memory>
#include <string>
#include <vector>

#include "seqlens/model/config.h"
#include "seqlens/model/parameters.h"
#include "seqlens/tokenize/tokenizer.h"

#include "model-train/options.h"

namespace model_train {

/// What is trained, before the first step.
struct ModelSetup {
  seqlens::model::EncoderConfig config;
  seqlens::model::Parameters parameters;
  std::shared_ptr<const seqlens::tokenize::Tokenizer> tokenizer;
  std::map<std::string, std::string> metadata;  ///< of --init, to be passed on
  std::string family;               ///< of a published model that --init is, or was converted from
  std::vector<std::string> fresh;   ///< tensors that --init lacks and that start random
  std::vector<std::string> unused;  ///< tensors of --init that the configuration lacks
};

/// Reads --config, --init and --tokenizer, and initialises by --seed.
/// @throws InputError naming the file and what does not fit.
[[nodiscard]] ModelSetup set_up_model(const Options& options);

}  // namespace model_train
