#include "seqlens/model/reference_case.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <string_view>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

#include "open_model.h"

namespace seqlens::model {

using checkpoint::SafetensorsView;
using checkpoint::Tensor;

namespace {

constexpr std::string_view kIds = ".input_ids";
constexpr std::string_view kMask = ".attention_mask";
constexpr std::size_t kFirstRows = std::numeric_limits<std::size_t>::max();

/// Rows of floats inside a stored tensor; only those that are compared are copied out.
std::vector<float> stored_floats(const Tensor& tensor, std::size_t first, std::size_t count) {
  const std::size_t size = checkpoint::size_in_bytes(tensor.dtype);
  Tensor part = tensor;
  part.bytes = tensor.bytes.subspan(first * size, count * size);
  return checkpoint::floats_of(part);
}

/// Row r of `rows` against the first columns of the stored row at `first + r * stride`.
OutputDifference compare_rows(const Tensor& tensor, std::size_t first, std::size_t stride,
                              kernels::ConstMatrix rows) {
  OutputDifference difference;
  for (std::size_t r = 0; r < rows.rows; ++r) {
    const std::vector<float> expected = stored_floats(tensor, first + r * stride, rows.cols);
    for (std::size_t c = 0; c < rows.cols; ++c) difference.add(rows.at(r, c), expected[c]);
  }
  return difference;
}

std::vector<std::int64_t> whole_numbers(const Tensor& tensor, const std::string& place) {
  if (tensor.dtype == checkpoint::DType::i64 || tensor.dtype == checkpoint::DType::i32)
    return checkpoint::integers_of(tensor);
  throw InputError(
      place, fmt::format("'{}' is {}, expected I64 or I32", tensor.name, checkpoint::name(tensor.dtype)));
}

/// How many ones stand before the zeros; 0 when anything else is there.
std::size_t tokens_of_mask(std::span<const std::int64_t> mask) {
  const auto end = std::ranges::find_if(mask, [](std::int64_t value) { return value != 1; });
  const bool only_zeros = std::all_of(end, mask.end(), [](std::int64_t value) { return value == 0; });
  return only_zeros ? static_cast<std::size_t>(end - mask.begin()) : 0;
}

/// What no vocabulary holds stays so: the encoder refuses it by its place.
std::int32_t token_id(std::int64_t value) {
  return static_cast<std::int32_t>(
      std::clamp<std::int64_t>(value, -1, std::numeric_limits<std::int32_t>::max()));
}

}  // namespace

void OutputDifference::add(float got, float expected) {
  const double difference = std::abs(static_cast<double>(got) - static_cast<double>(expected));
  ++values;
  if (!(difference <= largest))
    largest = std::isnan(difference) ? std::numeric_limits<double>::infinity() : difference;
}

void OutputDifference::add(const OutputDifference& other) {
  largest = std::max(largest, other.largest);
  values += other.values;
}

ReferenceCase::ReferenceCase(const SafetensorsView& file, const std::string& place, std::string name,
                             std::string prefix)
    : file_(file), place_(place), name_(std::move(name)), prefix_(std::move(prefix)) {
  read_sequences();
  sequences_.assign(tokens_.begin(), tokens_.end());
}

void ReferenceCase::read_sequences() {
  const Tensor& ids = file_.at(name_ + std::string(kIds));
  const Tensor& mask = file_.at(name_ + std::string(kMask));
  if (ids.shape.size() != 2 || ids.elements() == 0) refuse(ids, "expected (sequences, tokens)");
  if (mask.shape != ids.shape) refuse(mask, "expected " + checkpoint::shape_text(ids.shape));
  length_ = ids.shape[1];
  const auto id = whole_numbers(ids, place_);
  const auto is_token = whole_numbers(mask, place_);
  for (std::size_t b = 0; b < ids.shape[0]; ++b) {
    const std::size_t tokens = tokens_of_mask(std::span(is_token).subspan(b * length_, length_));
    if (tokens == 0)
      throw InputError(place_, fmt::format("'{}' row {}: expected ones, then zeros", mask.name, b));
    std::ranges::transform(std::span(id).subspan(b * length_, tokens),
                           std::back_inserter(tokens_.emplace_back()), token_id);
  }
}

std::vector<std::string> ReferenceCase::outputs() const {
  const std::string start = prefix_ + name_ + ".";
  std::vector<std::string> names;
  for (const Tensor& tensor : file_.tensors()) {
    if (!tensor.name.starts_with(start) || tensor.name.ends_with(kIds) || tensor.name.ends_with(kMask))
      continue;
    names.push_back(tensor.name.substr(start.size()));
  }
  std::ranges::sort(names);
  return names;
}

const Tensor* ReferenceCase::find(const std::string& output) const {
  return file_.find(prefix_ + name_ + "." + output);
}

void ReferenceCase::refuse(const Tensor& tensor, const std::string& text) const {
  throw InputError(place_,
                   fmt::format("'{}' is {}, {}", tensor.name, checkpoint::shape_text(tensor.shape), text));
}

/// The output of that shape; kFirstRows in it stands for any size up to T.
const Tensor& ReferenceCase::at(const std::string& output, const std::vector<std::size_t>& shape) const {
  const Tensor& tensor = file_.at(prefix_ + name_ + "." + output);
  require_float_elements(tensor, place_);
  std::vector<std::size_t> expected = shape;
  std::ranges::replace(expected, kFirstRows, length_);
  for (std::size_t i = 0; i < shape.size() && tensor.shape.size() == shape.size(); ++i)
    if (shape[i] == kFirstRows) expected[i] = std::clamp<std::size_t>(tensor.shape[i], 1, length_);
  if (tensor.shape != expected) refuse(tensor, "the model gives " + checkpoint::shape_text(expected));
  return tensor;
}

OutputDifference ReferenceCase::compare(const std::string& output, std::size_t b,
                                        kernels::ConstMatrix rows) const {
  const Tensor& tensor = at(output, {sequences_.size(), kFirstRows, rows.cols});
  const std::size_t stored = tensor.shape[1];
  return compare_rows(tensor, b * stored * rows.cols, rows.cols,
                      rows.row_range(0, std::min(rows.rows, stored)));
}

OutputDifference ReferenceCase::compare_vector(const std::string& output, std::size_t b,
                                               std::span<const float> values) const {
  const Tensor& tensor = at(output, {sequences_.size(), values.size()});
  return compare_rows(tensor, b * values.size(), values.size(), {values.data(), 1, values.size()});
}

OutputDifference ReferenceCase::compare_attention(const EncoderConfig& config, std::size_t b, int layer,
                                                  int head, std::size_t first,
                                                  kernels::ConstMatrix rows) const {
  const auto layers = static_cast<std::size_t>(config.layers);
  const auto heads = static_cast<std::size_t>(config.heads);
  const Tensor& tensor = at("attentions", {sequences_.size(), layers, heads, length_, length_});
  const std::size_t matrix =
      (b * layers + static_cast<std::size_t>(layer)) * heads + static_cast<std::size_t>(head);
  return compare_rows(tensor, (matrix * length_ + first) * length_, length_, rows);
}

OutputDifference ReferenceCase::compare_contacts(std::size_t b, kernels::ConstMatrix rows) const {
  const std::size_t residues = length_ < 2 ? 0 : length_ - 2;
  const Tensor& tensor = at("contacts", {sequences_.size(), residues, residues});
  return compare_rows(tensor, b * residues * residues, residues, rows);
}

std::vector<ReferenceCase> reference_cases(const SafetensorsView& file, const std::string& place,
                                           const std::string& prefix) {
  std::vector<std::string> names;
  for (const Tensor& tensor : file.tensors())
    if (tensor.name.ends_with(kIds)) names.push_back(tensor.name.substr(0, tensor.name.size() - kIds.size()));
  std::ranges::sort(names);
  std::vector<ReferenceCase> cases;
  for (const std::string& name : names) {
    ReferenceCase reference(file, place, name, prefix);
    if (!reference.outputs().empty()) cases.push_back(std::move(reference));
  }
  if (cases.empty())
    throw InputError(place, "holds no case of reference outputs: '<case>.input_ids' and others");
  return cases;
}

}  // namespace seqlens::model
