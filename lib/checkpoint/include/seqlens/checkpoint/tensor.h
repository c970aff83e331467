#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace seqlens::checkpoint {

/// Element types of safetensors.
enum class DType { f64, f32, f16, bf16, i64, i32, i16, i8, u64, u32, u16, u8, boolean, f8_e4m3, f8_e5m2 };

/// The name that the format uses: "F32".
[[nodiscard]] std::string_view name(DType dtype);
[[nodiscard]] std::size_t size_in_bytes(DType dtype);

/// One named array; the bytes belong to whoever opened (or will write) the file. Little endian, row-major,
/// any alignment.
struct Tensor {
  std::string name;
  DType dtype = DType::f32;
  std::vector<std::size_t> shape;
  std::span<const std::byte> bytes;

  [[nodiscard]] std::size_t elements() const { return bytes.size() / size_in_bytes(dtype); }
};

/// "(33, 40)".
[[nodiscard]] std::string shape_text(std::span<const std::size_t> shape);

/// Copies f32, f16, bf16 or f64 elements out as floats (f16 and bf16 exactly, f64 rounded to nearest).
/// @throws Error naming the tensor for another dtype, and when out.size() is not elements().
void copy_floats(const Tensor& tensor, std::span<float> out);
[[nodiscard]] std::vector<float> floats_of(const Tensor& tensor);

/// The elements of an i64 or i32 tensor. @throws Error naming the tensor for another dtype.
[[nodiscard]] std::vector<std::int64_t> integers_of(const Tensor& tensor);

/// A tensor to be written: a view on values that must outlive it.
[[nodiscard]] Tensor float_tensor(std::string name, std::vector<std::size_t> shape,
                                  std::span<const float> values);
[[nodiscard]] Tensor integer_tensor(std::string name, std::vector<std::size_t> shape,
                                    std::span<const std::int64_t> values);

}  // namespace seqlens::checkpoint
