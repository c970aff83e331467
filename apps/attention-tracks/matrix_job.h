#pragma once

#include <cstdint>

#include "seqlens/input/base_source.h"

#include "attention-tracks/request.h"

namespace attention_tracks {

/// Whole attention matrices of records of one window, (heads, T, T): PREFIX.npy of one record, tensors by
/// record name in PREFIX.safetensors.
class MatrixJob {
 public:
  /// All matrices of a run, in memory.
  static constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 28;

  MatrixJob(const Options& options, const seqlens::opened_model::OpenedModel& model, const Request& request);
  ~MatrixJob();
  MatrixJob(const MatrixJob&) = delete;
  MatrixJob& operator=(const MatrixJob&) = delete;

  /// @throws InputError for a record of more than one window, and for more than kMostBytes.
  void add(seqlens::input::BaseSource& source);
  void commit();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace attention_tracks
