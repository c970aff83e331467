#include "header_text.h"

#include <cstdint>
#include <cstring>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "seqlens/core/errors.h"

namespace seqlens::checkpoint {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kDataAlignment = 64;  // a mapped file's first tensor lies on a cache line

std::size_t expected_bytes(const Tensor& tensor) {
  std::size_t product = size_in_bytes(tensor.dtype);
  for (const std::size_t size : tensor.shape) product *= size;
  return product;
}

}  // namespace

void HeaderText::add(const Tensor& tensor) {
  if (tensor.bytes.size() != expected_bytes(tensor))
    throw Error(fmt::format("tensor '{}' has {} bytes, {} {} needs {}", tensor.name, tensor.bytes.size(),
                            name(tensor.dtype), shape_text(tensor.shape), expected_bytes(tensor)));
  if (!names_.insert(tensor.name).second)
    throw Error(fmt::format("tensor '{}' was given twice", tensor.name));
  const std::size_t end = offset_ + tensor.bytes.size();
  const Json entry = {
      {"dtype", name(tensor.dtype)}, {"shape", tensor.shape}, {"data_offsets", {offset_, end}}};
  entries_ += ',' + Json(tensor.name).dump() + ':' + entry.dump();
  offset_ = end;
  if (entries_.size() > kMostHeaderBytes)
    throw Error(
        fmt::format("{} tensors are too many for one safetensors file: readers take a header of {} MB",
                    names_.size(), kMostHeaderBytes / 1'000'000));
}

std::string HeaderText::finish(const Metadata& metadata) const {
  std::string json = metadata.empty() ? "" : ",\"__metadata__\":" + Json(metadata).dump();
  json += entries_;
  json = json.empty() ? "{}" : '{' + json.substr(1) + '}';
  const std::size_t unaligned = (sizeof(std::uint64_t) + json.size()) % kDataAlignment;
  if (unaligned != 0) json.append(kDataAlignment - unaligned, ' ');
  const std::uint64_t length = json.size();
  std::string text(sizeof length, '\0');
  std::memcpy(text.data(), &length, sizeof length);
  return text + json;
}

}  // namespace seqlens::checkpoint
