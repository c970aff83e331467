#include "model-info/subject.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "seqlens/core/errors.h"
#include "seqlens/default_model/find_model.h"
#include "seqlens/tokenize/load_tokenizer.h"
#include "seqlens/tokenize/tokenizer_json.h"

namespace model_info {
namespace {

namespace fs = std::filesystem;
using namespace seqlens;

constexpr const char* kTokenizerKey = "seqlens.tokenizer";

bool is_built_in(const std::string& name) {
  const auto names = default_model::built_in_names();
  return name.empty() || std::ranges::find(names, name) != names.end();
}

Subject open_built_in(const std::string& name) {
  const auto location = default_model::find_model(name, "");
  return {.name = location.name,
          .path = {},
          .digest = location.digest(),
          .bytes = location.bytes.size(),
          .stored = location.open()};
}

fs::path folder_of(const fs::path& path) {
  if (fs::is_directory(path)) return path;
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

std::unique_ptr<const tokenize::Tokenizer> load_tokenizer_of(const Subject& subject) {
  if (subject.is_published()) return tokenize::load_tokenizer(folder_of(subject.path));
  const auto text = subject.stored.metadata().find(kTokenizerKey);
  if (text == subject.stored.metadata().end())
    throw InputError(subject.name, fmt::format("has no '{}' in its metadata", kTokenizerKey));
  return tokenize::tokenizer_from_json(text->second, fmt::format("{}: {}", subject.name, kTokenizerKey));
}

}  // namespace

Subject open_subject(const std::string& wanted, const std::string& environment) {
  const std::string& name = wanted.empty() ? environment : wanted;
  if (is_built_in(name)) return open_built_in(name);
  if (!fs::exists(name)) {
    throw UsageError(fmt::format(
        "{}{}: no such file or folder, and no model of that name (models inside this program: {})",
        wanted.empty() ? "SEQLENS_MODEL " : "", name, fmt::join(default_model::built_in_names(), ", ")));
  }
  return {.name = name, .path = name, .digest = {}, .bytes = 0, .stored = model::StoredModel(name)};
}

SubjectTokenizer tokenizer_of(const Subject& subject) {
  try {
    return {load_tokenizer_of(subject), ""};
  } catch (const Error& error) {
    return {nullptr, error.what()};
  }
}

}  // namespace model_info
