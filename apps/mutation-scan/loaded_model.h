#pragma once

#include <cstdint>

#include "seqlens/default_model/find_model.h"
#include "seqlens/mutagenesis/grid_windows.h"
#include "seqlens/mutagenesis/window_logit.h"
#include "seqlens/scan/scan_model.h"

#include "mutation-scan/effect_sink.h"
#include "mutation-scan/options.h"

namespace mutation_scan {

/// The model and how a run looks at it.
class LoadedModel {
 public:
  /// @throws UsageError when the options do not fit the model; whatever loading it throws.
  explicit LoadedModel(const Options& options);

  [[nodiscard]] const seqlens::default_model::ModelLocation& location() const { return location_; }
  [[nodiscard]] const seqlens::mutagenesis::WindowLogit& logit() const { return logit_; }
  [[nodiscard]] const seqlens::mutagenesis::WindowGrid& grid() const { return grid_; }
  [[nodiscard]] std::int64_t window_bases() const { return logit_.window_bases(); }
  /// Shorter records are passed over. A promoter model takes records shorter than a window, padded; of a
  /// checkpoint nobody knows what it makes of N.
  [[nodiscard]] std::int64_t shortest_record() const;
  [[nodiscard]] HeaderFacts header_facts(const Options& options) const;

 private:
  seqlens::default_model::ModelLocation location_;
  seqlens::scan::ScanModel model_;
  seqlens::mutagenesis::WindowGrid grid_;
  seqlens::mutagenesis::WindowLogit logit_;
};

}  // namespace mutation_scan
