#pragma once

#include <string>

#include "seqlens/motif/comparison.h"
#include "seqlens/report/table.h"

namespace motif_discover {

/// The logo of a motif (height: bits), and below it, where there is a match, that of the matrix it is like,
/// column under column, turned round where it lies on the other strand. A whole SVG document.
std::string logo_picture(const seqlens::motif::Matrix& matrix, const seqlens::motif::Matrix* like,
                         const seqlens::motif::Match* match);

/// The probabilities of a matrix, a row a column of it.
seqlens::report::Table matrix_table(const std::string& name, const seqlens::motif::Matrix& matrix);

}  // namespace motif_discover
