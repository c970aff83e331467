#include "attention-tracks/window_matrices.h"

#include <algorithm>
#include <cstdlib>
#include <tuple>
#include <utility>

#include "seqlens/attention/track_sink.h"
#include "seqlens/input/piece_reader.h"

#include "attention-tracks/head_matrices.h"

namespace attention_tracks {
namespace {

using namespace seqlens;

/// Keeps the matrices of a window beside its tracks.
class MatrixSink final : public attention::TrackSink {
 public:
  explicit MatrixSink(const attention::ReductionPlan& plan)
      : tracks_(attention::make_track_sink(plan)), matrices_(plan) {}

  void begin(std::size_t positions, std::span<const std::size_t> queries) override {
    tracks_->begin(positions, queries);
    matrices_.begin(positions);
  }
  [[nodiscard]] std::span<const float> track(std::size_t index) const override {
    return tracks_->track(index);
  }
  [[nodiscard]] bool wants(int layer, int head) const override { return tracks_->wants(layer, head); }
  void on_values(std::size_t sequence, int layer, int head, kernels::ConstMatrix values) override {
    tracks_->on_values(sequence, layer, head, values);
  }
  void on_rows(std::size_t sequence, int layer, int head, std::size_t first,
               kernels::ConstMatrix rows) override {
    tracks_->on_rows(sequence, layer, head, first, rows);
    matrices_.on_rows(sequence, layer, head, first, rows);
  }
  [[nodiscard]] std::vector<float> take() const { return matrices_.take(); }

 private:
  std::unique_ptr<attention::TrackSink> tracks_;
  mutable HeadMatrices matrices_;
};

/// The windows of a record, a piece each (two in the last one of some models).
std::vector<input::Piece> single_windows(const KeptRecord& record, const attention::WindowRunner& runner) {
  KeptSource source(record, runner.stride_bases(), runner.flank_bases());
  input::PieceReader reader(
      source, {runner.window_bases(), runner.flank_bases(), runner.stride_bases(), runner.stride_bases(), 1});
  std::vector<input::Piece> pieces;
  while (auto batch = reader.read_batch())
    std::move(batch->begin(), batch->end(), std::back_inserter(pieces));
  return pieces;
}

std::int64_t middle_of(const Interval& bases) {
  return bases.begin + bases.length() / 2;
}

/// Lower is nearer; equals are told apart by nothing but their order.
std::tuple<std::int64_t, bool> distance(const WantedWindow& wanted, const WantedWindow& window) {
  return {std::abs(window.middle - wanted.middle), window.strand != wanted.strand};
}

/// In the order of the forward strand.
void turn(WindowMatrices& matrices) {
  std::reverse(matrices.places.begin(), matrices.places.end());
  const std::size_t cells = matrices.places.size() * matrices.places.size();
  for (auto head = matrices.values.begin(); head != matrices.values.end();
       head += static_cast<std::ptrdiff_t>(cells))
    std::reverse(head, head + static_cast<std::ptrdiff_t>(cells));
}

}  // namespace

MatrixViewer::MatrixViewer(const Options& options, const opened_model::OpenedModel& model,
                           const Request& request)
    : request_{attention::make_plan(
                   model.stored(), attention::Reduction::received, false,
                   request.plan.one_track() ? std::vector<attention::HeadId>{} : request.plan.heads),
               {}},
      runner_(make_runner(options, model, request_, [this]() -> std::unique_ptr<attention::TrackSink> {
        return std::make_unique<MatrixSink>(request_.plan);
      })) {}

std::optional<WindowMatrices> MatrixViewer::matrices(const KeptRecord& record,
                                                     const WantedWindow& wanted) const {
  const auto pieces = single_windows(record, *runner_);
  const std::int64_t begin = wanted.middle - runner_->window_bases() / 2;
  const auto nearest = std::min_element(pieces.begin(), pieces.end(), [&](const auto& a, const auto& b) {
    return std::abs(a.begin - begin) < std::abs(b.begin - begin);
  });
  if (nearest == pieces.end()) return std::nullopt;
  std::optional<WindowMatrices> best;
  const attention::Stretch stretch{nearest->bases, nearest->begin,
                                   nearest->first && nearest->record->begin == 0, nearest->last};
  static_cast<void>(runner_->run(stretch, [&](const attention::TrackedWindow& window) {
    const WantedWindow here{middle_of(window.bases), window.strand};
    if (best && distance(wanted, {middle_of(best->window), best->strand}) <= distance(wanted, here)) return;
    best = WindowMatrices{window.bases,
                          window.strand,
                          {window.places.begin(), window.places.end()},
                          static_cast<const MatrixSink&>(window.sink).take()};
  }));
  if (best && best->strand == Strand::reverse) turn(*best);
  return best;
}

}  // namespace attention_tracks
