#include "model-info/origin.h"

#include <filesystem>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/sha256.h"
#include "seqlens/report/json_object.h"

namespace model_info {
namespace {

using seqlens::report::Cell;
using seqlens::report::cell_text;

std::vector<std::pair<std::string, Cell>> stored_provenance(const Subject& subject) {
  const auto text = subject.stored.metadata().find(kProvenanceKey);
  if (text == subject.stored.metadata().end()) return {};
  try {
    return seqlens::report::json_members(text->second);
  } catch (const seqlens::Error& error) {
    throw seqlens::InputError(fmt::format("{}: {}", subject.name, kProvenanceKey), error.what());
  }
}

std::string member(const Origin& origin, const std::string& key, const std::string& otherwise) {
  for (const auto& [name, value] : origin.provenance)
    if (name == key) return cell_text(value);
  return otherwise;
}

std::string stored_types(const Subject& subject) {
  std::string types;
  for (const auto& [type, count] : subject.stored.element_types())
    types += (types.empty() ? "" : ", ") + type;
  return types;
}

}  // namespace

Origin origin_of(const Subject& subject) {
  Origin origin;
  origin.provenance = stored_provenance(subject);
  origin.family = subject.is_published() ? subject.stored.family() : member(origin, "family", "seqlens");
  origin.weights = member(origin, "weights", stored_types(subject));
  return origin;
}

std::vector<WeightsFile> weights_files(const Subject& subject, bool digests) {
  if (subject.is_built_in()) return {{subject.name, subject.bytes, subject.digest}};
  std::vector<WeightsFile> files;
  for (const auto& path : subject.stored.files())
    files.push_back({path.filename().string(), std::filesystem::file_size(path),
                     digests ? seqlens::sha256_of_file(path) : ""});
  return files;
}

std::string licence_note(const std::string& family) {
  if (family.starts_with("Nucleotide Transformer"))
    return "CC BY-NC-SA 4.0 (as published: no commercial use, derived models under the same licence)";
  return "see the model's own card";
}

}  // namespace model_info
