#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/attention/agreement_table.h"
#include "seqlens/attention/reduction.h"
#include "seqlens/input/open_input.h"
#include "seqlens/model/encoder.h"
#include "seqlens/scan/promoter_settings.h"
#include "seqlens/scan/stretch_scores.h"

namespace seqlens::attention {

/// What agreement is measured on: a sample of the records of some files, in each the best window.
struct AgreementRun {
  std::vector<std::string> paths;
  input::InputOptions input;    ///< regions are records by themselves
  std::size_t records = 200;    ///< of the sample, if there are more
  scan::WindowOptions windows;  ///< how the best window of a record is looked for (best_windows)
  AgreementOptions statistics;  ///< its seed is that of the sample, too
};

/// Who hears of the progress. on_window is called from several threads at once.
struct AgreementWatch {
  std::function<void(std::string_view)> warn;
  std::function<void(std::size_t)> on_start;  ///< with the number of windows
  std::function<void()> on_window;
};

/// sample_records, best_windows and model_agreement, one after the other.
/// @throws what these throw.
[[nodiscard]] AgreementTable measure_inputs(const model::Encoder& encoder,
                                            const scan::PromoterSettings& settings,
                                            std::span<const ReductionPlan> plans, const AgreementRun& run,
                                            const AgreementWatch& watch);

}  // namespace seqlens::attention
