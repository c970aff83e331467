#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "seqlens/motif/matrix.h"

namespace seqlens::motif {

/// The matrices of a text in any of these formats, told from its content:
/// - MEME (minimal or whole output; letter-probability or log-odds matrices; alength, w, nsites, E may be
///   absent),
/// - JASPAR (">id name", four rows of counts, with or without "A [ ... ]"),
/// - TRANSFAC ("P0" or "PO" table, records ended by "//"),
/// - HOMER (">consensus name threshold ...", one row a column).
///
/// Of a motif with a letter-probability and a log-odds matrix the former counts. Log odds are bits, or
/// hundredths of a bit as the MEME suite writes them, over the background of the file. Counts become
/// probabilities; their sum is the number of sites. Rows that sum to 1 within 0.05 are made to.
///
/// @param source  name of the file, for error texts.
/// @throws InputError with the line: another alphabet than DNA (named), rows of another length than the
///         header says, numbers that are none, a format that is none of these, no matrix at all.
[[nodiscard]] std::vector<Matrix> read_matrices(std::string_view text, std::string_view source);

}  // namespace seqlens::motif
