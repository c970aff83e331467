#include "seqlens/scan/model_parts.h"

#include "seqlens/scan/model_tokenizer.h"

namespace seqlens::scan {

std::shared_ptr<const tokenize::Tokenizer> ModelParts::tokenizer() const {
  return tokenizer_.get([this]() -> std::shared_ptr<const tokenize::Tokenizer> {
    return model_tokenizer(model_, file_, place_);
  });
}

std::shared_ptr<const model::Encoder> ModelParts::encoder() const {
  return encoder_.get(
      [this] { return std::make_shared<const model::Encoder>(model_.config, model_.weights, precision_); });
}

}  // namespace seqlens::scan
