#pragma once

#include <cstdint>
#include <vector>

#include "seqlens/mutagenesis/base_effects.h"
#include "seqlens/mutagenesis/grid_windows.h"
#include "seqlens/mutagenesis/window_logit.h"
#include "seqlens/opened_model/opened_model.h"
#include "seqlens/scan/call.h"
#include "seqlens/scan/scan_model.h"

#include "attention-tracks/kept_records.h"
#include "attention-tracks/options.h"

namespace attention_tracks {

/// A call of a scan of each strand by itself.
struct ShownCall {
  seqlens::scan::Call call;
  double probability = 0;
  bool wins = false;  ///< a call too where the strands compete, as in a scan by default
};

/// What a scan finds in a record.
struct RecordScan {
  std::vector<seqlens::scan::WindowScore> windows;  ///< those with a logit
  std::vector<ShownCall> calls;
};

/// The model as one that tells promoters from others: what promoter-scan and mutation-scan say of the same
/// bases by default.
class PromoterView {
 public:
  /// The model must outlive the view.
  /// @throws InputError or UsageError for a model that scores no windows; the text says why.
  PromoterView(const Options& options, const seqlens::opened_model::OpenedModel& model);

  /// Bases on each side of a place that decide about its calls and effects.
  [[nodiscard]] std::int64_t reach_bases() const;
  [[nodiscard]] const seqlens::scan::PromoterSettings& settings() const { return model_.settings(); }

  [[nodiscard]] RecordScan scan(const KeptRecord& record) const;
  /// Of each of these bases that a window holds, in its best window; on the threads of the budget.
  [[nodiscard]] std::vector<seqlens::mutagenesis::BaseEffects> effects(const KeptRecord& record,
                                                                       const seqlens::Interval& bases) const;

 private:
  [[nodiscard]] std::vector<ShownCall> calls_of(const std::vector<seqlens::scan::WindowScore>& windows,
                                                std::int64_t end) const;

  const seqlens::scan::ScanModel& model_;
  seqlens::scan::RecordStrand strand_;
  seqlens::mutagenesis::WindowGrid grid_;
};

}  // namespace attention_tracks
