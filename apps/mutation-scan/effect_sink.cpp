#include "mutation-scan/effect_sink.h"

#include <fmt/format.h>

namespace mutation_scan {

std::string comment_lines(const HeaderFacts& facts, std::string_view content) {
  return fmt::format(
      "# mutation-scan {}, model sha256 {}, {}\n"
      "# {} logit, strand {}, each base in its best window, window every {} bases, N: {}\n"
      "# {}\n"
      "{}",
      facts.version, facts.model_digest, facts.precision, facts.label, facts.strand, facts.stride,
      facts.n_policy, content, facts.agreement);
}

}  // namespace mutation_scan
