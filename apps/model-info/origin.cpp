#include "model-info/origin.h"

#include <filesystem>

#include <fmt/format.h>

#include "seqlens/core/sha256.h"

namespace model_info {
namespace {

using seqlens::opened_model::OpenedModel;
using seqlens::report::cell_text;

std::string member(const Origin& origin, const std::string& key, const std::string& otherwise) {
  for (const auto& [name, value] : origin.provenance)
    if (name == key) return cell_text(value);
  return otherwise;
}

std::string stored_types(const OpenedModel& subject) {
  std::string types;
  for (const auto& [type, count] : subject.stored().element_types())
    types += (types.empty() ? "" : ", ") + type;
  return types;
}

}  // namespace

Origin origin_of(const OpenedModel& subject) {
  Origin origin;
  origin.provenance = subject.provenance();
  origin.family = subject.family();
  if (origin.family.empty()) origin.family = "seqlens";
  origin.weights = member(origin, "weights", stored_types(subject));
  return origin;
}

std::vector<WeightsFile> weights_files(const OpenedModel& subject, bool digests) {
  if (subject.location().is_built_in())
    return {{subject.name(), subject.location().bytes.size(), subject.digest()}};
  std::vector<WeightsFile> files;
  for (const auto& path : subject.stored().files())
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
