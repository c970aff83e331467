#include "mutation-scan/run.h"

#include <fmt/format.h>

#include "mutation-scan/loaded_model.h"
#include "mutation-scan/pairs_run.h"
#include "mutation-scan/saturation.h"
#include "mutation-scan/vcf_run.h"

namespace mutation_scan {

int run(const Options& options, seqlens::cli::Streams& streams) {
  LoadedModel model(options, streams);
  streams.log.detail(fmt::format("model {}, sha256 {}", model.name(), model.digest()));
  if (options.agree > 0) model.measure_agreement(options, streams);
  if (!options.vcf.empty()) {
    score_vcf(options, model, streams);
  } else if (!options.pairs.empty()) {
    score_pairs(options, model, streams);
  } else {
    mutate_all_bases(options, model, streams);
  }
  return 0;
}

}  // namespace mutation_scan
