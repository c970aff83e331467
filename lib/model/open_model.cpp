#include "open_model.h"

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/memory.h"
#include "seqlens/core/not_finite.h"

namespace seqlens::model {

namespace {

/// The rows of the stored tensor that are ours.
checkpoint::Tensor part_of(const TensorSource& source, const TensorSpec& spec) {
  const std::size_t size = spec.size() * checkpoint::size_in_bytes(source.tensor->dtype);
  checkpoint::Tensor part = *source.tensor;
  part.bytes = part.bytes.subspan(source.first_row * size / spec.rows, size);
  return part;
}

/// One weight that is no number makes every answer one, which programs may take for "no".
void require_finite(const checkpoint::Tensor& tensor, std::span<const float> values,
                    const std::string& place) {
  const auto broken = first_not_finite(values);
  if (broken.empty()) return;
  throw InputError(
      place, fmt::format("tensor '{}' holds {}; the file is damaged, copy it again", tensor.name, broken));
}

}  // namespace

void require_float_elements(const checkpoint::Tensor& tensor, const std::string& place) {
  switch (tensor.dtype) {
    case checkpoint::DType::f32:
    case checkpoint::DType::f16:
    case checkpoint::DType::bf16:
    case checkpoint::DType::f64:
      return;
    default:
      throw InputError(place, fmt::format("tensor '{}' is {}, expected F32, F16, BF16 or F64; quantised "
                                          "weights are not supported",
                                          tensor.name, checkpoint::name(tensor.dtype)));
  }
}

void read_tensor(const OpenModel& model, const TensorSpec& tensor, std::span<float> out) {
  const auto source = model.sources.find(tensor.name);
  if (source == model.sources.end()) return set_inverse_frequencies(out);  // all that a file may leave out
  const checkpoint::Tensor part = part_of(source->second, tensor);
  checkpoint::copy_floats(part, out);
  require_finite(part, out, model.place);
  for (const checkpoint::SafetensorsFile* file : model.files) file->release(part.bytes);
}

StoredTables read_tables(const OpenModel& model) {
  StoredTables tables;
  for (const checkpoint::Tensor* tensor : model.tables)
    tables[tensor->name] = {tensor->shape, checkpoint::floats_of(*tensor)};
  return tables;
}

ModelFile read_weights(const OpenModel& model) {
  require_memory(fmt::format("{}: the model", model.place), model.layout.size() * sizeof(float));
  ModelFile file{.config = model.config,
                 .parameters = Parameters(model.config),
                 .metadata = model.metadata,
                 .tables = read_tables(model)};
  for (const TensorSpec& tensor : model.layout.tensors())
    read_tensor(model, tensor, file.parameters.values().subspan(tensor.offset, tensor.size()));
  return file;
}

}  // namespace seqlens::model
