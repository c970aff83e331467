#include "seqlens/mutagenesis/piece_effects.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <iterator>
#include <utility>

#include "seqlens/mutagenesis/letter_slopes.h"
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

/// @param task_bases  that a task has at most; 0: a run is one task.
std::vector<Task> tasks_of(const std::vector<std::vector<WindowRun>>& runs, std::int64_t task_bases) {
  std::vector<Task> tasks;
  for (std::size_t piece = 0; piece < runs.size(); ++piece) {
    for (const WindowRun& run : runs[piece]) {
      const std::int64_t step = task_bases > 0 ? task_bases : run.bases.length();
      for (std::int64_t begin = run.bases.begin; begin < run.bases.end; begin += step)
        tasks.push_back({piece, run.window.place, {begin, std::min(begin + step, run.bases.end)}});
    }
  }
  return tasks;
}

void add(PieceEffects& total, std::vector<BaseEffects> bases) {
  for (const BaseEffects& base : bases) total.mutants += base.has_effects() ? 3 + base.deleted.size() : 0;
  total.bases.insert(total.bases.end(), std::make_move_iterator(bases.begin()),
                     std::make_move_iterator(bases.end()));
}

using TaskEffects = std::function<std::vector<BaseEffects>(const Task&)>;

std::vector<PieceEffects> run_tasks(const std::vector<Task>& tasks, std::size_t pieces,
                                    const TaskEffects& effects_of) {
  std::vector<std::vector<BaseEffects>> parts(tasks.size());
  parallel::parallel_for(tasks.size(), [&](std::size_t i) { parts[i] = effects_of(tasks[i]); });
  std::vector<PieceEffects> effects(pieces);
  for (std::size_t i = 0; i < tasks.size(); ++i) add(effects[tasks[i].piece], std::move(parts[i]));
  return effects;
}

}  // namespace

std::vector<PieceEffects> effects_of_pieces(const WindowLogit& logit, const WindowGrid& grid,
                                            std::int64_t longest_deletion, std::span<const Piece> pieces) {
  const auto tasks = tasks_of(runs_of(logit, grid, pieces), kTaskBases);
  return run_tasks(tasks, pieces.size(), [&](const Task& task) {
    return effects_in_window(logit, pieces[task.piece].stretch(), task.place, task.bases, longest_deletion);
  });
}

std::vector<PieceEffects> first_order_effects_of_pieces(const WindowLogit& logit, const WindowGrid& grid,
                                                        const SlopeScorer& slopes,
                                                        std::span<const Piece> pieces) {
  const auto tasks = tasks_of(runs_of(logit, grid, pieces), 0);
  return run_tasks(tasks, pieces.size(), [&](const Task& task) {
    return slopes.effects_in_window(logit.strand(), pieces[task.piece].stretch(), task.place, task.bases);
  });
}

}  // namespace seqlens::mutagenesis
