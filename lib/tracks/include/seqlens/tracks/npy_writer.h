#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/core/output_file.h"

namespace seqlens::tracks {

enum class NpyType { float32, int32, int64 };

/// The first 128 bytes of an .npy file (format 1.0) of `rows` rows, little endian, row-major.
[[nodiscard]] std::string npy_header(NpyType type, std::uint64_t rows,
                                     std::span<const std::size_t> row_shape);

/// A NumPy array written row by row, in memory independent of their number: numpy.load() reads it, also
/// mapped.
///
/// @throws Error with the path when opening, writing or renaming fails; ShapeError when the values are of
/// another
///         type or no whole number of rows.
class NpyWriter {
 public:
  /// @param path       a regular file; it appears at commit(). Standard output, a pipe or a device cannot
  /// take
  ///                   the number of rows at the end: Error.
  /// @param row_shape  shape of one row; empty for a one-dimensional array.
  NpyWriter(std::filesystem::path path, NpyType type, std::vector<std::size_t> row_shape = {});

  void write(std::span<const float> values);
  void write(std::span<const std::int32_t> values);
  void write(std::span<const std::int64_t> values);
  void commit();
  /// The same, but the file appears with the others of the publication.
  void commit(Publication& together);

 private:
  void write_bytes(NpyType type, std::size_t count, std::string_view bytes);

  OutputFile file_;
  NpyType type_;
  std::vector<std::size_t> row_shape_;
  std::size_t row_values_;
  std::uint64_t rows_ = 0;
};

}  // namespace seqlens::tracks
