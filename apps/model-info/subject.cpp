#include "model-info/subject.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "seqlens/core/errors.h"
#include "seqlens/default_model/find_model.h"

namespace model_info {
namespace {

using namespace seqlens;

bool is_inside(const std::string& name) {
  const auto names = default_model::built_in_names();
  return name.empty() || std::ranges::find(names, name) != names.end();
}

// A folder keeps its name: all of its weights are told of.
default_model::ModelLocation find_subject(const std::string& wanted, const std::string& environment) {
  const std::string& name = wanted.empty() ? environment : wanted;
  if (is_inside(name)) return default_model::find_model(name, "");
  if (!std::filesystem::exists(name)) {
    throw UsageError(fmt::format(
        "{}{}: no such file or folder, and no model of that name (models inside this program: {})",
        wanted.empty() ? "SEQLENS_MODEL " : "", name, fmt::join(default_model::built_in_names(), ", ")));
  }
  return {.name = name, .file = name, .bytes = {}, .built_in_digest = {}};
}

}  // namespace

opened_model::OpenedModel open_subject(const std::string& wanted, const std::string& environment) {
  return opened_model::OpenedModel(find_subject(wanted, environment));
}

bool is_published(const opened_model::OpenedModel& subject) {
  return !subject.stored().family().empty();
}

SubjectTokenizer tokenizer_of(const opened_model::OpenedModel& subject) {
  try {
    return {subject.tokenizer(), ""};
  } catch (const Error& error) {
    return {nullptr, error.what()};
  }
}

}  // namespace model_info
