#pragma once

#include <chrono>
#include <cstdio>
#include <memory>
#include <string>

#include "seqlens/cli/streams.h"
#include "seqlens/train/training_run.h"

namespace model_train {

/// Tells about a run: a progress line, one log line an evaluation, and JSON lines in a file, which is
/// appended to and flushed line by line so that it can be watched and survives a kill.
class MetricsLog final : public seqlens::train::RunObserver {
 public:
  /// @param path  empty: no file. @throws Error when it cannot be opened.
  MetricsLog(const std::string& path, seqlens::cli::Streams& streams);

  /// {"event": "start", ...}: where the run starts, and its settings.
  void on_start(std::uint64_t step, const std::map<std::string, std::string>& settings);
  void on_step(const seqlens::train::StepReport& report) override;
  void on_evaluation(std::uint64_t step, const seqlens::train::Metrics& metrics, bool best) override;
  void on_checkpoint(std::uint64_t step, const std::filesystem::path& file) override;

 private:
  struct Close {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
  };
  using Clock = std::chrono::steady_clock;

  void write(const std::string& line);
  void write_mean();

  std::string path_;
  std::unique_ptr<std::FILE, Close> file_;
  seqlens::cli::Streams& streams_;
  seqlens::train::StepReport last_;
  double loss_sum_ = 0;
  std::uint64_t steps_ = 0;
  std::size_t positions_ = 0;
  double seconds_ = 0;
  Clock::time_point since_ = Clock::now();
};

}  // namespace model_train
