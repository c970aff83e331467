#include <cstdint>
#include <cstring>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "seqlens/checkpoint/safetensors.h"
#include "seqlens/core/errors.h"

namespace seqlens::checkpoint {

namespace {

constexpr std::size_t kDataAlignment = 64;  // a mapped file's first tensor lies on a cache line

std::size_t expected_bytes(const Tensor& tensor) {
  std::size_t product = size_in_bytes(tensor.dtype);
  for (const std::size_t size : tensor.shape) product *= size;
  return product;
}

std::string header_text(std::span<const Tensor> tensors, const Metadata& metadata) {
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  if (!metadata.empty()) header["__metadata__"] = metadata;
  std::size_t offset = 0;
  for (const Tensor& tensor : tensors) {
    if (header.contains(tensor.name)) throw Error(fmt::format("tensor '{}' was given twice", tensor.name));
    if (tensor.bytes.size() != expected_bytes(tensor))
      throw Error(fmt::format("tensor '{}' has {} bytes, {} {} needs {}", tensor.name, tensor.bytes.size(),
                              name(tensor.dtype), shape_text(tensor.shape), expected_bytes(tensor)));
    const std::size_t end = offset + tensor.bytes.size();
    header[tensor.name] = {
        {"dtype", name(tensor.dtype)}, {"shape", tensor.shape}, {"data_offsets", {offset, end}}};
    offset = end;
  }
  std::string text = header.dump();
  const std::size_t unaligned = (sizeof(std::uint64_t) + text.size()) % kDataAlignment;
  if (unaligned != 0) text.append(kDataAlignment - unaligned, ' ');
  return text;
}

std::string_view as_text(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

void write_safetensors(OutputFile& file, std::span<const Tensor> tensors, const Metadata& metadata) {
  const std::string header = header_text(tensors, metadata);
  const std::uint64_t length = header.size();
  file.write(as_text(std::as_bytes(std::span(&length, 1))));
  file.write(header);
  for (const Tensor& tensor : tensors) file.write(as_text(tensor.bytes));
}

void write_safetensors(const std::filesystem::path& path, std::span<const Tensor> tensors,
                       const Metadata& metadata) {
  OutputFile file(path);
  write_safetensors(file, tensors, metadata);
  file.commit();
}

}  // namespace seqlens::checkpoint
