#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "seqlens/checkpoint/safetensors.h"

namespace seqlens::checkpoint {

struct SafetensorsHeader {
  std::vector<Tensor> tensors;  ///< in the order of their bytes
  Metadata metadata;
};

/// Reads and checks the header; the tensors' bytes point into `bytes`. @throws InputError
SafetensorsHeader read_header(std::span<const std::byte> bytes, const std::string& place);

}  // namespace seqlens::checkpoint
