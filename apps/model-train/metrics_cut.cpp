#include "model-train/metrics_cut.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string_view>

#include "seqlens/core/errors.h"
#include "seqlens/core/parse_number.h"

namespace model_train {
namespace {

/// The step of a line that MetricsLog wrote; nothing for another text.
std::optional<std::int64_t> step_of(std::string_view line) {
  constexpr std::string_view key = "\"step\": ";
  const std::size_t at = line.find(key);
  if (!line.starts_with("{\"event\": ") || at == std::string_view::npos) return std::nullopt;
  const std::string_view rest = line.substr(at + key.size());
  return seqlens::parse_integer(rest.substr(0, rest.find_first_of(",}")), 0, INT64_MAX);
}

}  // namespace

void cut_metrics_after(std::uint64_t step, const std::string& path) {
  if (!std::filesystem::is_regular_file(path)) return;
  std::ifstream file(path, std::ios::binary);
  if (!file) throw seqlens::Error(seqlens::errno_text("cannot open", path, errno));
  std::uintmax_t end = 0;
  std::uintmax_t kept = 0;
  std::string line;
  while (std::getline(file, line) && !file.eof()) {
    end += line.size() + 1;
    const auto at = step_of(line);
    if (!at || static_cast<std::uint64_t>(*at) <= step) kept = end;
  }
  if (file.bad()) throw seqlens::Error(seqlens::errno_text("cannot read", path, errno));
  if (kept == std::filesystem::file_size(path)) return;
  std::error_code failed;
  std::filesystem::resize_file(path, kept, failed);
  if (failed) throw seqlens::Error(seqlens::errno_text("cannot cut", path, failed.value()));
}

}  // namespace model_train
