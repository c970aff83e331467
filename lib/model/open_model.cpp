#include "open_model.h"

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/memory.h"

namespace seqlens::model {

namespace {

void copy_rows(const TensorSource& source, const TensorSpec& spec, std::span<float> values) {
  const std::size_t size = spec.rows * spec.cols * checkpoint::size_in_bytes(source.tensor->dtype);
  checkpoint::Tensor part = *source.tensor;
  part.bytes = part.bytes.subspan(source.first_row * size / spec.rows, size);
  checkpoint::copy_floats(part, values);
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

ModelFile read_weights(const OpenModel& model) {
  require_memory(fmt::format("{}: the model", model.place),
                 ParameterLayout(model.config).size() * sizeof(float));
  ModelFile file{.config = model.config,
                 .parameters = Parameters(model.config),
                 .metadata = model.metadata,
                 .tables = {}};
  if (model.config.positions == Positions::rotary) set_inverse_frequencies(file.parameters);
  for (const TensorSpec& spec : file.parameters.layout().tensors()) {
    const auto source = model.sources.find(spec.name);
    if (source == model.sources.end()) continue;  // frequencies that the file leaves out
    copy_rows(source->second, spec, file.parameters.values().subspan(spec.offset, spec.rows * spec.cols));
  }
  for (const checkpoint::Tensor* tensor : model.tables)
    file.tables[tensor->name] = {tensor->shape, checkpoint::floats_of(*tensor)};
  return file;
}

}  // namespace seqlens::model
