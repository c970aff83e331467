#include "model-train/metrics_log.h"

#include <cerrno>
#include <cmath>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/json_text.h"

namespace model_train {
namespace {

constexpr std::uint64_t steps_a_line = 50;

std::string json_number(double value) {
  return std::isfinite(value) ? fmt::format("{:.7g}", value) : "null";
}

}  // namespace

MetricsLog::MetricsLog(const std::string& path, seqlens::cli::Streams& streams)
    : path_(path), streams_(streams) {
  if (path.empty()) return;
  file_.reset(std::fopen(path.c_str(), "a"));
  if (!file_) throw seqlens::Error(seqlens::errno_text("cannot open", path, errno));
}

void MetricsLog::write(const std::string& line) {
  if (!file_) return;
  if (std::fputs((line + "\n").c_str(), file_.get()) < 0 || std::fflush(file_.get()) != 0) {
    throw seqlens::Error(seqlens::errno_text("cannot write", path_, errno));
  }
}

void MetricsLog::on_start(std::uint64_t step, const std::map<std::string, std::string>& settings) {
  std::string line = fmt::format(R"({{"event": "start", "step": {})", step);
  for (const auto& [key, value] : settings)
    line += fmt::format(", {}: {}", seqlens::json_string(key), seqlens::json_string(value));
  write(line + "}");
}

void MetricsLog::on_step(const seqlens::train::StepReport& report) {
  last_ = report;
  loss_sum_ += report.loss;
  positions_ += report.positions;
  ++steps_;
  const auto now = Clock::now();
  seconds_ += std::chrono::duration<double>(now - since_).count();
  since_ = now;
  streams_.progress.advance(1);
  if (steps_ == steps_a_line) write_mean();
}

void MetricsLog::write_mean() {
  if (steps_ == 0) return;
  write(fmt::format(
      R"({{"event": "steps", "step": {}, "loss": {}, "learning_rate": {}, "gradient_norm": {}, )"
      R"("positions_per_s": {}, "seconds_per_step": {}}})",
      last_.step, json_number(loss_sum_ / static_cast<double>(steps_)), json_number(last_.learning_rate),
      json_number(last_.gradient_norm), json_number(static_cast<double>(positions_) / seconds_),
      json_number(seconds_ / static_cast<double>(steps_))));
  streams_.log.detail(fmt::format("step {}: loss {:.4f}, {:.0f} positions/s", last_.step,
                                  loss_sum_ / static_cast<double>(steps_),
                                  static_cast<double>(positions_) / seconds_));
  loss_sum_ = 0;
  positions_ = 0;
  steps_ = 0;
  seconds_ = 0;
}

void MetricsLog::on_evaluation(std::uint64_t step, const seqlens::train::Metrics& metrics, bool best) {
  write_mean();
  std::string line = fmt::format(R"({{"event": "evaluation", "step": {}, "best": {})", step, best);
  std::string text = fmt::format("step {}: dev", step);
  for (const auto& [name, value] : metrics) {
    line += fmt::format(", {}: {}", seqlens::json_string(name), json_number(value));
    text += fmt::format(" {} {:.4f}", name, value);
  }
  write(line + "}");
  streams_.log.info(text + (best ? " (best so far)" : ""));
  since_ = Clock::now();  // the evaluation's time is not the steps'
}

void MetricsLog::on_checkpoint(std::uint64_t step, const std::filesystem::path& file) {
  write_mean();  // a run that goes on from here knows nothing of the steps before
  write(fmt::format(R"({{"event": "checkpoint", "step": {}}})", step));
  streams_.log.detail(fmt::format("step {}: checkpoint written to {}", step, file.string()));
  since_ = Clock::now();  // the time of writing is not the steps'
}

}  // namespace model_train
