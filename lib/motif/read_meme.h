#pragma once

#include <vector>

#include "matrix_lines.h"

namespace seqlens::motif {

/// The matrices of a MEME file, from its first line on. @throws InputError as read_matrices().
[[nodiscard]] std::vector<Matrix> read_meme(MatrixLines& lines);

}  // namespace seqlens::motif
