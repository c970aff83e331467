#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "seqlens/core/on_first_use.h"
#include "seqlens/model/encoder.h"
#include "seqlens/model/model_view.h"
#include "seqlens/tokenize/tokenizer.h"

namespace seqlens::scan {

/// What running a model takes: each part is made when it is first asked for, and all that ask share it, so
/// that a program holds its weights once.
class ModelParts {
 public:
  /// @param model  must outlive the object.
  /// @param file   where the model was loaded from, a file or a folder; empty for bytes in memory.
  /// @param place  what error texts call the model.
  /// @param precision  of the encoder's products.
  ModelParts(const model::ModelView& model, std::filesystem::path file, std::string place,
             kernels::Precision precision = kernels::Precision::f32)
      : model_(model), file_(std::move(file)), place_(std::move(place)), precision_(precision) {}

  [[nodiscard]] const model::ModelView& model() const { return model_; }
  [[nodiscard]] const std::filesystem::path& file() const { return file_; }
  [[nodiscard]] const std::string& place() const { return place_; }
  [[nodiscard]] kernels::Precision precision() const { return precision_; }
  /// @throws InputError as model_tokenizer does.
  [[nodiscard]] std::shared_ptr<const tokenize::Tokenizer> tokenizer() const;
  /// Packs the weights. @throws InputError for weights that are no numbers, or do not fit into memory.
  [[nodiscard]] std::shared_ptr<const model::Encoder> encoder() const;

 private:
  model::ModelView model_;
  std::filesystem::path file_;
  std::string place_;
  kernels::Precision precision_;
  OnFirstUse<std::shared_ptr<const tokenize::Tokenizer>> tokenizer_;
  OnFirstUse<std::shared_ptr<const model::Encoder>> encoder_;
};

}  // namespace seqlens::scan
