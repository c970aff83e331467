#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/checkpoint/checkpoint_files.h"
#include "seqlens/model/config.h"

#include "hf_config.h"

namespace seqlens::model {

/// A published module or tensor name and ours; '#' stands for the layer's number. ".weight" and ".bias" of a
/// module follow it. Several targets, separated by '|': the rows of the published tensor are theirs, in equal
/// parts.
struct NameRule {
  std::string_view published;
  std::string_view ours;
};

/// One family of published checkpoints: what its config.json means, and what its tensors are called.
struct Family {
  std::string name;
  EncoderConfig config;
  std::string_view prefix;  ///< "esm.": may stand before each published name of the trunk, or not
  std::string_view heads;   ///< what the heads' names start with, which have no prefix: "lm_head", or "cls"
  std::vector<NameRule> rules;
  std::vector<std::string_view> ignored;  ///< published names (with '#') that compute nothing
};

/// The names in a checkpoint, asked with or without the family's prefix.
class PublishedNames {
 public:
  PublishedNames(const checkpoint::CheckpointFiles& files, std::string_view prefix)
      : files_(files), prefix_(prefix) {}
  [[nodiscard]] const checkpoint::Tensor* find(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
  [[nodiscard]] const std::string& place() const { return files_.place(); }

 private:
  const checkpoint::CheckpointFiles& files_;
  std::string_view prefix_;
};

/// Refuses what no family here computes: causal attention, a head for each token.
void refuse_other_models(const HfConfig& config);
/// The head whose output layer is `out` (one row a label): first token, dense and tanh, output.
[[nodiscard]] ClassifyHead first_token_head(const HfConfig& config, const PublishedNames& names,
                                            std::string_view out, int width);

/// ESM-2 and Nucleotide Transformer v1 and v2, which share its code (model_type "esm").
[[nodiscard]] Family describe_esm(const HfConfig& config, const checkpoint::CheckpointFiles& files);
/// BERT, and with it DNABERT (model_type "bert").
[[nodiscard]] Family describe_bert(const HfConfig& config, const checkpoint::CheckpointFiles& files);
/// MosaicBERT, and with it DNABERT-2 (model_type "bert" with "alibi_starting_size").
[[nodiscard]] Family describe_mosaic_bert(const HfConfig& config, const checkpoint::CheckpointFiles& files);

}  // namespace seqlens::model
