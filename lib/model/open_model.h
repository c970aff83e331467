#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "seqlens/checkpoint/safetensors.h"
#include "seqlens/model/config.h"
#include "seqlens/model/model_file.h"
#include "seqlens/model/parameters.h"

#include "published/tensor_source.h"

namespace seqlens::model {

/// A model whose headers were read and checked, and whose weights lie in mapped files, which must outlive it.
struct OpenModel {
  std::string place;  ///< for messages
  EncoderConfig config;
  ParameterLayout layout;
  TensorSources sources;  ///< of every tensor but inverse frequencies, which a published file may leave out
  std::vector<const checkpoint::SafetensorsFile*> files;  ///< mapped; none for bytes in memory
  std::map<std::string, std::string> metadata;
  std::vector<const checkpoint::Tensor*> tables;  ///< statistics stored with our own form
  std::string family;                             ///< empty: our own form
  std::vector<std::string> ignored;               ///< stored tensors that compute nothing here
};

/// Our single-file form, in memory or in a file. @throws InputError
[[nodiscard]] OpenModel open_own_form(const checkpoint::SafetensorsView& view, const std::string& place);
[[nodiscard]] OpenModel open_own_form(const checkpoint::SafetensorsFile& file, const std::string& place);

/// @throws InputError naming the tensor, unless its elements can be read as floats.
void require_float_elements(const checkpoint::Tensor& tensor, const std::string& place);

/// Copies one tensor out as floats. The pages that it was mapped to go back to the system.
/// @throws InputError naming the tensor when it holds NaN or infinity
void read_tensor(const OpenModel& model, const TensorSpec& tensor, std::span<float> out);
[[nodiscard]] StoredTables read_tables(const OpenModel& model);

/// Reads the weights. @throws Error saying how much memory they need, when there is less.
[[nodiscard]] ModelFile read_weights(const OpenModel& model);

}  // namespace seqlens::model
