#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>

#include "seqlens/checkpoint/tensor.h"

namespace seqlens::model {

/// Where the values of one of our tensors come from: rows [first_row, first_row + rows) of a stored tensor.
struct TensorSource {
  const checkpoint::Tensor* tensor = nullptr;
  std::size_t first_row = 0;
};

/// By our names.
using TensorSources = std::map<std::string, TensorSource, std::less<>>;

}  // namespace seqlens::model
