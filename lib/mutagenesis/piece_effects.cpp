#include "seqlens/mutagenesis/piece_effects.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "seqlens/parallel/parallel_for.h"

namespace seqlens::mutagenesis {
namespace {

/// Some bases of one piece in one window: what a thread does at once.
struct Task {
  std::size_t piece = 0;
  WindowPlace place;
  Interval bases;
};

/// A run is cut into parts of this many bases: 48 mutants for one run of the stem on the whole window.
constexpr std::int64_t kTaskBases = 16;

std::vector<std::vector<WindowRun>> runs_of(const WindowLogit& logit, const WindowGrid& grid,
                                            std::span<const Piece> pieces) {
  std::vector<std::vector<WindowRun>> runs(pieces.size());
  parallel::parallel_for(pieces.size(), [&](std::size_t i) {
    runs[i] = best_windows(grid_windows(logit, grid, pieces[i].stretch()), pieces[i].wanted);
  });
  return runs;
}

std::vector<Task> tasks_of(const std::vector<std::vector<WindowRun>>& runs) {
  std::vector<Task> tasks;
  for (std::size_t piece = 0; piece < runs.size(); ++piece) {
    for (const WindowRun& run : runs[piece]) {
      for (std::int64_t begin = run.bases.begin; begin < run.bases.end; begin += kTaskBases)
        tasks.push_back({piece, run.window.place, {begin, std::min(begin + kTaskBases, run.bases.end)}});
    }
  }
  return tasks;
}

void add(PieceEffects& total, std::vector<BaseEffects> bases) {
  for (const BaseEffects& base : bases) total.mutants += base.has_effects() ? 3 + base.deleted.size() : 0;
  total.bases.insert(total.bases.end(), std::make_move_iterator(bases.begin()),
                     std::make_move_iterator(bases.end()));
}

}  // namespace

std::vector<PieceEffects> effects_of_pieces(const WindowLogit& logit, const WindowGrid& grid,
                                            std::int64_t longest_deletion, std::span<const Piece> pieces) {
  const std::vector<Task> tasks = tasks_of(runs_of(logit, grid, pieces));
  std::vector<std::vector<BaseEffects>> parts(tasks.size());
  parallel::parallel_for(tasks.size(), [&](std::size_t i) {
    const Task& task = tasks[i];
    parts[i] =
        effects_in_window(logit, pieces[task.piece].stretch(), task.place, task.bases, longest_deletion);
  });
  std::vector<PieceEffects> effects(pieces.size());
  for (std::size_t i = 0; i < tasks.size(); ++i) add(effects[tasks[i].piece], std::move(parts[i]));
  return effects;
}

}  // namespace seqlens::mutagenesis
