#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "seqlens/attention/agreement_table.h"
#include "seqlens/attention/reduction.h"
#include "seqlens/cli/streams.h"
#include "seqlens/mutagenesis/grid_windows.h"
#include "seqlens/mutagenesis/window_logit.h"
#include "seqlens/opened_model/opened_model.h"

#include "mutation-scan/effect_sink.h"
#include "mutation-scan/options.h"

namespace mutation_scan {

/// The model and how a run looks at it.
class LoadedModel {
 public:
  /// @throws UsageError when the options do not fit the model; whatever loading it throws.
  LoadedModel(const Options& options, seqlens::cli::Streams& streams);

  [[nodiscard]] const std::string& name() const { return model_.name(); }      ///< for messages
  [[nodiscard]] const std::string& digest() const { return model_.digest(); }  ///< SHA-256 of the file
  [[nodiscard]] const seqlens::mutagenesis::WindowLogit& logit() const { return logit_; }
  [[nodiscard]] const seqlens::mutagenesis::WindowGrid& grid() const { return grid_; }
  [[nodiscard]] std::int64_t window_bases() const { return logit_.window_bases(); }
  /// Shorter records are passed over. A promoter model takes records shorter than a window, padded; of a
  /// checkpoint nobody knows what it makes of N.
  [[nodiscard]] std::int64_t shortest_record() const;
  /// Measures the agreement of attention with the effects on the inputs, in place of the stored one.
  /// @throws UsageError for a checkpoint that is no promoter model of ours.
  void measure_agreement(const Options& options, seqlens::cli::Streams& streams);
  [[nodiscard]] HeaderFacts header_facts(const Options& options) const;

 private:
  [[nodiscard]] const seqlens::scan::PromoterSettings& settings() const { return model_.scan().settings(); }
  [[nodiscard]] const seqlens::scan::WindowScorer& scorer() const { return model_.scan().scorer(); }

  seqlens::opened_model::OpenedModel model_;
  seqlens::mutagenesis::WindowGrid grid_;
  seqlens::mutagenesis::WindowLogit logit_;
  std::optional<seqlens::attention::AgreementTable> agreement_;
  std::vector<seqlens::attention::ReductionPlan> plans_;  // for --agree
};

}  // namespace mutation_scan
