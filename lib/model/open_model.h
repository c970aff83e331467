#pragma once

#include <map>
#include <string>
#include <vector>

#include "seqlens/checkpoint/safetensors.h"
#include "seqlens/model/config.h"
#include "seqlens/model/model_file.h"

#include "published/tensor_source.h"

namespace seqlens::model {

/// A model whose headers were read and checked, and whose weights lie in mapped files, which must outlive it.
struct OpenModel {
  std::string place;  ///< for messages
  EncoderConfig config;
  TensorSources sources;  ///< of every tensor but inverse frequencies, which a published file may leave out
  std::map<std::string, std::string> metadata;
  std::vector<const checkpoint::Tensor*> tables;  ///< statistics stored with our own form
  std::string family;                             ///< empty: our own form
  std::vector<std::string> ignored;               ///< stored tensors that compute nothing here
};

/// Our single-file form. @throws InputError
[[nodiscard]] OpenModel open_own_form(const checkpoint::SafetensorsView& view, const std::string& place);

/// @throws InputError naming the tensor, unless its elements can be read as floats.
void require_float_elements(const checkpoint::Tensor& tensor, const std::string& place);

/// Reads the weights. @throws Error saying how much memory they need, when there is less.
[[nodiscard]] ModelFile read_weights(const OpenModel& model);

}  // namespace seqlens::model
