#include <cmath>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/dna.h"
#include "seqlens/mutagenesis/letter_slopes.h"
#include "seqlens/parallel/thread_budget.h"

#include "support/random_bases.h"
#include "support/require_close.h"
#include "support/tiny_position_model.h"
#include "support/tiny_promoter_model.h"

using namespace seqlens;
using namespace seqlens::mutagenesis;
using scan::RecordStrand;

namespace {

/// Weights that say as much less of a letter's embedding as `step` says: so first order is all there is.
/// Effects then are `step` times as large.
model::ModelFile flattened(model::ModelFile file, float step) {
  const kernels::Matrix table = file.parameters.matrix("embed.token.weight");
  for (std::size_t c = 0; c < table.cols; ++c) {
    float mean = 0;
    for (std::size_t id = 0; id < table.rows; ++id) mean += table.at(id, c) / static_cast<float>(table.rows);
    for (std::size_t id = 0; id < table.rows; ++id) table.at(id, c) = mean + step * (table.at(id, c) - mean);
  }
  return file;
}

/// Largest difference of effects to first order from exact ones, over the largest exact effect.
double error_of(const model::ModelFile& file, RecordStrand strand, const std::string& record,
                RecordStrand slopes_strand) {
  const scan::ScanModel model(file, {}, "tiny");
  const SlopeScorer slopes(model, file, "tiny");
  const WindowLogit logit(model.scorer(), model.settings().tss_index, strand);
  const Stretch stretch{record, 0};
  const auto windows = grid_windows(logit, {48, false}, stretch);
  double difference = 0, largest = 0;
  for (const GridWindow& window : windows) {
    const auto exact = effects_in_window(logit, stretch, window.place, window.interval, 0);
    const auto found = slopes.effects_in_window(slopes_strand, stretch, window.place, window.interval);
    REQUIRE(found.size() == exact.size());
    for (std::size_t i = 0; i < exact.size(); ++i) {
      REQUIRE(found[i].position == exact[i].position);
      REQUIRE(found[i].base == exact[i].base);
      for (std::size_t letter = 0; letter < 4; ++letter) {
        largest = std::max(largest, std::abs(exact[i].delta(letter)));
        const double error = std::abs(found[i].delta(letter) - exact[i].delta(letter));
        difference = error <= difference ? difference : error;  // NaN stays
      }
    }
    if (slopes_strand == strand) REQUIRE(std::abs(found[0].reference - exact[0].reference) < 1e-4);
  }
  REQUIRE(largest > 1e-4);
  return difference / largest;
}

constexpr float kFlat = 0.02F;

}  // namespace

TEST_CASE("effects to first order are the exact ones where letters differ little") {
  for (const bool positions : {false, true}) {
    const model::ModelFile flat =
        flattened(positions ? test::tiny_position_file() : test::tiny_promoter_file(), kFlat);
    for (const std::size_t bases : {396UL, 230UL}) {  // several windows; shorter than a window
      const std::string record = test::random_bases(bases, bases, test::kLettersOfFiles);
      for (const auto strand : {RecordStrand::forward, RecordStrand::reverse, RecordStrand::both}) {
        INFO(bases << " bases, strand " << static_cast<int>(strand));
        CHECK(error_of(flat, strand, record, strand) < 0.1);
      }
      CHECK(error_of(flat, RecordStrand::reverse, record, RecordStrand::forward) > 0.3);
    }
  }
}

TEST_CASE("effects of pieces to first order are those of the windows, on any number of threads") {
  const model::ModelFile file = test::tiny_promoter_file();
  const scan::ScanModel model(file, {}, "tiny");
  const SlopeScorer slopes(model, file, "tiny");
  const WindowLogit logit(model.scorer(), model.settings().tss_index, RecordStrand::both);
  const std::string record = test::random_bases(700, 3, test::kLettersOfFiles);
  const std::vector<Piece> pieces(3, {"r", record, 0, {100, 600}});
  const WindowGrid grid{48, false};
  const auto many = first_order_effects_of_pieces(logit, grid, slopes, pieces);
  const parallel::ThreadBudget budget(1);
  const auto one = first_order_effects_of_pieces(logit, grid, slopes, pieces);
  const Stretch stretch{record, 0};
  std::size_t at = 0;
  for (const WindowRun& run : best_windows(grid_windows(logit, grid, stretch), {100, 600})) {
    for (const BaseEffects& base :
         slopes.effects_in_window(RecordStrand::both, stretch, run.window.place, run.bases)) {
      for (const auto& effects : {many, one}) {
        REQUIRE(effects.size() == 3);
        CHECK(effects[2].bases.at(at).position == base.position);
        CHECK(effects[2].bases.at(at).substituted == base.substituted);
      }
      ++at;
    }
  }
  CHECK(at == 500);
}
