// A safetensors file from hostile bytes: an InputError, or tensors that lie inside the file.
#include <cstdint>
#include <stdexcept>

#include "seqlens/checkpoint/safetensors.h"
#include "seqlens/core/errors.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace seqlens::checkpoint;
  try {
    const SafetensorsView view(std::as_bytes(std::span(data, size)), "fuzz");
    std::size_t total = 0;
    for (const Tensor& tensor : view.tensors()) {
      total += tensor.bytes.size();
      if (tensor.dtype <= DType::bf16) (void)floats_of(tensor);
    }
    if (total > size) throw std::logic_error("tensors larger than their file were let through");
  } catch (const seqlens::InputError&) {
    // malformed, and said so
  }
  return 0;
}
