#include "seqlens/checkpoint/tensor.h"

#include <array>
#include <bit>
#include <cstring>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

#include "dtype_table.h"

namespace seqlens::checkpoint {

namespace {

static_assert(std::endian::native == std::endian::little, "safetensors are little endian; so are we");

const DTypeEntry& entry(DType dtype) {
  return kDTypes[static_cast<std::size_t>(dtype)];
}

float from_bf16(std::uint16_t bits) {
  return std::bit_cast<float>(std::uint32_t{bits} << 16);
}

float from_f16(std::uint16_t bits) {
  const std::uint32_t sign = (bits & 0x8000U) << 16;
  const std::uint32_t exponent = (bits >> 10) & 0x1FU;
  const std::uint32_t fraction = bits & 0x3FFU;
  if (exponent == 0) {  // zero and subnormals: fraction * 2^-24, exact in float
    const float magnitude = static_cast<float>(fraction) * 0x1p-24F;
    return sign ? -magnitude : magnitude;
  }
  const std::uint32_t wide_exponent = exponent == 0x1FU ? 0xFFU : exponent + (127 - 15);
  return std::bit_cast<float>(sign | (wide_exponent << 23) | (fraction << 13));
}

template <class Stored, class Out, class Convert>
void copy_as(std::span<const std::byte> bytes, std::span<Out> out, Convert convert) {
  for (std::size_t i = 0; i < out.size(); ++i) {
    Stored stored;
    std::memcpy(&stored, bytes.data() + i * sizeof(Stored), sizeof(Stored));
    out[i] = convert(stored);
  }
}

}  // namespace

std::string_view name(DType dtype) {
  return entry(dtype).name;
}
std::size_t size_in_bytes(DType dtype) {
  return entry(dtype).size;
}

std::string shape_text(std::span<const std::size_t> shape) {
  return fmt::format("({})", fmt::join(shape, ", "));
}

void copy_floats(const Tensor& tensor, std::span<float> out) {
  if (out.size() != tensor.elements())
    throw Error(
        fmt::format("tensor '{}' has {} elements, asked for {}", tensor.name, tensor.elements(), out.size()));
  switch (tensor.dtype) {
    case DType::f32:
      if (!out.empty()) std::memcpy(out.data(), tensor.bytes.data(), tensor.bytes.size());
      return;
    case DType::f64:
      return copy_as<double>(tensor.bytes, out, [](double value) { return static_cast<float>(value); });
    case DType::f16:
      return copy_as<std::uint16_t>(tensor.bytes, out, from_f16);
    case DType::bf16:
      return copy_as<std::uint16_t>(tensor.bytes, out, from_bf16);
    default:
      throw Error(
          fmt::format("tensor '{}' is {}, expected F32, F16, BF16 or F64", tensor.name, name(tensor.dtype)));
  }
}

std::vector<float> floats_of(const Tensor& tensor) {
  std::vector<float> values(tensor.elements());
  copy_floats(tensor, values);
  return values;
}

std::vector<std::int64_t> integers_of(const Tensor& tensor) {
  std::vector<std::int64_t> values(tensor.elements());
  const std::span<std::int64_t> out(values);
  if (tensor.dtype == DType::i64)
    copy_as<std::int64_t>(tensor.bytes, out, [](std::int64_t value) { return value; });
  else if (tensor.dtype == DType::i32)
    copy_as<std::int32_t>(tensor.bytes, out, [](std::int32_t value) { return std::int64_t{value}; });
  else
    throw Error(fmt::format("tensor '{}' is {}, expected I64 or I32", tensor.name, name(tensor.dtype)));
  return values;
}

Tensor float_tensor(std::string name, std::vector<std::size_t> shape, std::span<const float> values) {
  return {std::move(name), DType::f32, std::move(shape), std::as_bytes(values)};
}

Tensor integer_tensor(std::string name, std::vector<std::size_t> shape,
                      std::span<const std::int64_t> values) {
  return {std::move(name), DType::i64, std::move(shape), std::as_bytes(values)};
}

}  // namespace seqlens::checkpoint
