#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "seqlens/opened_model/opened_model.h"

#include "attention-tracks/kept_records.h"
#include "attention-tracks/options.h"
#include "attention-tracks/request.h"

namespace attention_tracks {

/// Which window is wanted: the one whose middle is nearest, on this strand if it was run on it.
struct WantedWindow {
  std::int64_t middle = 0;
  seqlens::Strand strand = seqlens::Strand::forward;
};

/// The whole matrices of one window. Positions are in the order of the forward strand, special tokens (empty
/// places) where the model has them.
struct WindowMatrices {
  seqlens::Interval window;
  seqlens::Strand strand = seqlens::Strand::forward;
  std::vector<seqlens::Interval> places;  ///< T
  std::vector<float> values;              ///< (heads, T, T), query by key
};

/// Runs single windows of a record and keeps all of their heads' matrices.
class MatrixViewer {
 public:
  /// What the heads are.
  [[nodiscard]] const seqlens::attention::ReductionPlan& plan() const { return request_.plan; }

  /// Of the request's heads; of all where it asks for none by number. Options and model must outlive this.
  MatrixViewer(const Options& options, const seqlens::opened_model::OpenedModel& model,
               const Request& request);
  MatrixViewer(const MatrixViewer&) = delete;
  MatrixViewer& operator=(const MatrixViewer&) = delete;

  /// Nothing where no window is run there (N).
  [[nodiscard]] std::optional<WindowMatrices> matrices(const KeptRecord& record,
                                                       const WantedWindow& wanted) const;

 private:
  Request request_;
  std::unique_ptr<seqlens::attention::WindowRunner> runner_;
};

}  // namespace attention_tracks
