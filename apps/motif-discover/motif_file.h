#pragma once

#include <string>
#include <vector>

#include "seqlens/motif/matrix.h"

namespace motif_discover {

/// The matrices of a file (MEME, JASPAR, TRANSFAC, HOMER; plain, gzip or bgzip; "-": standard input).
/// @throws InputError as motif::read_matrices().
std::vector<seqlens::motif::Matrix> read_motif_file(const std::string& path);

/// Letter frequencies as the MEME suite writes them: lines "A 0.25"; '#' comments and words of several
/// letters are passed over. Made the same on both strands, which are both scanned.
/// @throws InputError with the line.
seqlens::motif::Background read_background_file(const std::string& path);

}  // namespace motif_discover
