#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "seqlens/model/model_file.h"
#include "seqlens/mutagenesis/window_logit.h"
#include "seqlens/scan/encoder_scorer.h"

#include "support/planted_sequences.h"
#include "support/promoter_model.h"

namespace seqlens::test {

/// How a small model is trained on planted windows, in seconds.
struct Lesson {
  WindowMaker make;
  model::Pooling pooling = model::Pooling::cls;
  double label_smoothing = 0.05;  ///< logits go to +-3.7 and stay there
  bool shuffle_labels = false;    ///< windows keep their bases and get each other's labels
  std::size_t windows = 8000;
  std::uint64_t steps = 600;  ///< of 64 windows
  std::uint64_t seed = 1;     ///< of the windows, the weights and the order
};

/// A promoter model of planted windows with fresh weights: 4 bases a position, two layers of two heads, one
/// logit.
model::ModelFile untrained_model(model::Pooling pooling, std::uint64_t seed);

/// The same after the lesson.
model::ModelFile trained_model(const Lesson& lesson);

/// The settings and the tokenizer that make a model of planted windows a promoter model.
void add_planted_settings(model::ModelFile& file);

/// A model ready to be asked, in the orientation of the windows alone.
class PlantedModel {
 public:
  explicit PlantedModel(model::ModelFile file);
  PlantedModel(const PlantedModel&) = delete;
  PlantedModel& operator=(const PlantedModel&) = delete;

  [[nodiscard]] const model::ModelFile& file() const { return file_; }
  [[nodiscard]] const model::Encoder& encoder() const { return promoter_.encoder; }
  [[nodiscard]] const scan::PromoterSettings& settings() const { return promoter_.settings; }
  [[nodiscard]] const mutagenesis::WindowLogit& window_logit() const { return window_logit_; }

  [[nodiscard]] double logit(std::string_view window) const;
  [[nodiscard]] std::vector<double> logits(std::span<const PlantedWindow> windows) const;
  /// Of the labels of these windows.
  [[nodiscard]] double auroc(std::span<const PlantedWindow> windows) const;

 private:
  model::ModelFile file_;
  test::PromoterModel promoter_;
  scan::EncoderScorer scorer_;
  mutagenesis::WindowLogit window_logit_;
};

}  // namespace seqlens::test
