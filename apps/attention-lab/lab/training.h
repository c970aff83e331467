#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "seqlens/model/parameters.h"
#include "seqlens/train/example.h"
#include "seqlens/train/objective.h"

#include "attention-lab/lab/claim.h"

namespace attention_lab {

using Examples = std::vector<seqlens::train::Example>;

/// A small encoder: what the experiments change is set on top of it.
[[nodiscard]] seqlens::model::EncoderConfig small_encoder(int vocabulary, int width, int heads, int layers);
/// Such a head that names one of so many classes.
[[nodiscard]] seqlens::model::ClassifyHead class_head(int classes, seqlens::model::Pooling pooling);

[[nodiscard]] seqlens::model::Parameters copy_of(const seqlens::model::EncoderConfig& config,
                                                 const seqlens::model::Parameters& parameters);

struct Recipe {
  std::uint64_t steps = 300;
  std::size_t batch = 32;
  double learning_rate = 3e-3;
};

/// The weights after so many updates of lib/train, from a start that follows from the seed; warm-up over a
/// tenth of the steps, then a cosine. @param losses  gets the loss of every step, or null.
[[nodiscard]] seqlens::model::Parameters train_model(
    const seqlens::model::EncoderConfig& config, std::shared_ptr<const seqlens::train::Objective> objective,
    const Examples& examples, const Recipe& recipe, std::uint64_t seed, Values* losses = nullptr);

/// The classify head is trained on the examples' targets.
[[nodiscard]] seqlens::model::Parameters train_classes(const seqlens::model::EncoderConfig& config,
                                                       const Examples& examples, const Recipe& recipe,
                                                       std::uint64_t seed, Values* losses = nullptr);

/// Share of examples whose class the model names.
[[nodiscard]] double class_accuracy(const seqlens::model::EncoderConfig& config,
                                    const seqlens::model::Parameters& parameters, const Examples& examples);
/// Area under the ROC curve of a model with two classes.
[[nodiscard]] double class_auroc(const seqlens::model::EncoderConfig& config,
                                 const seqlens::model::Parameters& parameters, const Examples& examples);

/// work(job) for every job, spread over the threads: independent trainings.
void for_each_job(std::size_t jobs, const std::function<void(std::size_t)>& work);

/// A parallel table of results: value(variant, seed), one job each.
/// @return [variant][seed]
[[nodiscard]] std::vector<Values> for_variants_and_seeds(
    std::size_t variants, const Effort& effort,
    const std::function<double(std::size_t variant, std::uint64_t seed)>& value);

}  // namespace attention_lab
