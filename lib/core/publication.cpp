#include "seqlens/core/publication.h"

#include <system_error>
#include <unistd.h>
#include <utility>

#include "seqlens/core/errors.h"

namespace seqlens {

void Publication::add(OutputTarget target) {
  target.finish();
  targets_.push_back(std::move(target));
}

void Publication::remove(std::filesystem::path path) {
  outdated_.push_back(std::move(path));
}

void Publication::add_failure(std::string text) {
  failures_.push_back(std::move(text));
}

void Publication::publish() {
  // Before the new ones, so that no index is seen beside data that it does not fit.
  std::error_code absent;
  for (const auto& path : outdated_) {
    if (std::filesystem::symlink_status(path, absent).type() == std::filesystem::file_type::regular)
      ::unlink(path.c_str());
  }
  for (OutputTarget& target : targets_) target.publish();
  if (!failures_.empty()) throw Error(failures_.front());
}

}  // namespace seqlens
