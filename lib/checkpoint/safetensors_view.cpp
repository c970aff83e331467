#include <fmt/format.h>

#include "seqlens/checkpoint/safetensors.h"
#include "seqlens/core/errors.h"

#include "safetensors_header.h"

namespace seqlens::checkpoint {

SafetensorsView::SafetensorsView(std::span<const std::byte> bytes, const std::string& place) : place_(place) {
  SafetensorsHeader header = read_header(bytes, place);
  tensors_ = std::move(header.tensors);
  metadata_ = std::move(header.metadata);
  for (std::size_t i = 0; i < tensors_.size(); ++i) index_.emplace(tensors_[i].name, i);
}

const Tensor* SafetensorsView::find(std::string_view name) const {
  const auto found = index_.find(name);
  return found == index_.end() ? nullptr : &tensors_[found->second];
}

const Tensor& SafetensorsView::at(std::string_view name) const {
  if (const Tensor* tensor = find(name)) return *tensor;
  throw InputError(place_, fmt::format("has no tensor '{}'", name));
}

}  // namespace seqlens::checkpoint
