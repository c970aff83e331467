#pragma once

#include <cstddef>
#include <string>
#include <unordered_set>

#include "seqlens/checkpoint/safetensors.h"

namespace seqlens::checkpoint {

constexpr std::size_t kMostHeaderBytes = 100'000'000;  // the reference implementation's limit

/// The header of a file to be written, tensor by tensor in the order of their bytes.
class HeaderText {
 public:
  /// @throws Error for a name that came before, bytes that disagree with the shape, and a header that grows
  /// longer than readers take.
  void add(const Tensor& tensor);

  /// What the file starts with: the length and the padded JSON.
  [[nodiscard]] std::string finish(const Metadata& metadata) const;

 private:
  std::unordered_set<std::string> names_;
  std::string entries_;  // ,"name":{...} of each tensor
  std::size_t offset_ = 0;
};

}  // namespace seqlens::checkpoint
