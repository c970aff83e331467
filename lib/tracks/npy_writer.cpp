#include "seqlens/tracks/npy_writer.h"

#include <bit>
#include <functional>
#include <numeric>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens::tracks {
namespace {

static_assert(std::endian::native == std::endian::little, "values are written as they lie in memory");

constexpr std::size_t kHeaderBytes = 128;

std::string_view description(NpyType type) {
  switch (type) {
    case NpyType::float32:
      return "<f4";
    case NpyType::int32:
      return "<i4";
    case NpyType::int64:
      break;
  }
  return "<i8";
}

template <class T>
std::string_view bytes_of(std::span<const T> values) {
  return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
}

}  // namespace

std::string npy_header(NpyType type, std::uint64_t rows, std::span<const std::size_t> row_shape) {
  std::string shape = fmt::format("{},", rows);
  for (const std::size_t size : row_shape) shape += fmt::format(" {},", size);
  std::string text =
      fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({}), }}", description(type), shape);
  constexpr std::string_view kMagic("\x93NUMPY\x01\x00\x76\x00", 10);  // version 1.0; 118 bytes follow
  if (kMagic.size() + text.size() + 1 > kHeaderBytes) throw ShapeError("npy: a row has too many dimensions");
  text.resize(kHeaderBytes - kMagic.size() - 1, ' ');
  return std::string(kMagic) + text + '\n';
}

NpyWriter::NpyWriter(std::filesystem::path path, NpyType type, std::vector<std::size_t> row_shape)
    : file_(std::move(path), OutputAccess::anywhere),
      type_(type),
      row_shape_(std::move(row_shape)),
      row_values_(
          std::accumulate(row_shape_.begin(), row_shape_.end(), std::size_t{1}, std::multiplies<>())) {
  file_.write(npy_header(type_, 0, row_shape_));
}

void NpyWriter::write(std::span<const float> values) {
  write_bytes(NpyType::float32, values.size(), bytes_of(values));
}
void NpyWriter::write(std::span<const std::int32_t> values) {
  write_bytes(NpyType::int32, values.size(), bytes_of(values));
}
void NpyWriter::write(std::span<const std::int64_t> values) {
  write_bytes(NpyType::int64, values.size(), bytes_of(values));
}

void NpyWriter::write_bytes(NpyType type, std::size_t count, std::string_view bytes) {
  if (type != type_)
    throw ShapeError(
        fmt::format("npy: values are {}, the array is {}", description(type), description(type_)));
  if (row_values_ == 0 || count % row_values_ != 0)
    throw ShapeError(fmt::format("npy: {} values are no whole rows of {}", count, row_values_));
  file_.write(bytes);
  rows_ += count / row_values_;
}

void NpyWriter::commit() {
  Publication alone;
  commit(alone);
  alone.publish();
}

void NpyWriter::commit(Publication& together) {
  file_.overwrite_start(npy_header(type_, rows_, row_shape_));
  file_.commit(together);
}

}  // namespace seqlens::tracks
