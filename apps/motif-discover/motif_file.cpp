#include "motif-discover/motif_file.h"

#include <cmath>
#include <sstream>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/parse_number.h"
#include "seqlens/motif/read_matrices.h"
#include "seqlens/seqio/line_reader.h"

namespace motif_discover {

using namespace seqlens;

std::vector<motif::Matrix> read_motif_file(const std::string& path) {
  seqio::LineReader reader(path);
  std::string text, line;
  while (reader.read(line)) text += line + '\n';
  return motif::read_matrices(text, path);
}

motif::Background read_background_file(const std::string& path) {
  seqio::LineReader reader(path);
  motif::Background background{};
  double sum = 0;
  for (std::string line; reader.read(line);) {
    std::istringstream words(line);
    std::string letter, number;
    if (!(words >> letter) || letter.starts_with('#') || letter.size() > 1) continue;
    words >> number;
    const auto value = parse_real(number);
    const std::size_t index = motif::letter_index(letter.front());
    if (index > 3 || !value || !(*value > 0)) {
      throw InputError(
          path, reader.line_number(),
          fmt::format("'{}': a letter of ACGT and its frequency, more than 0, are expected", line));
    }
    sum += *value - background[index];
    background[index] = *value;
  }
  for (const double frequency : background) {
    if (frequency <= 0 || !(std::abs(sum - 1) <= 0.01))
      throw InputError(path, "is no background: frequencies of A, C, G and T that sum to 1 are expected");
  }
  for (double& frequency : background) frequency /= sum;
  return motif::both_strands(background);
}

}  // namespace motif_discover
