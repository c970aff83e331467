#include "model-info/convert.h"

#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "seqlens/core/json_text.h"
#include "seqlens/core/version.h"
#include "seqlens/model/model_file.h"

#include "model-info/origin.h"

namespace model_info {
namespace {

using seqlens::json_string;

std::string provenance_of(const Subject& subject) {
  const Origin origin = origin_of(subject);
  std::vector<std::string> names;
  std::vector<std::string> digests;
  for (const WeightsFile& file : weights_files(subject, true)) {
    names.push_back(file.name);
    digests.push_back(file.sha256);
  }
  return fmt::format(
      R"({{"program": {}, "family": {}, "licence": {}, "weights": {}, "source": {}, "source_sha256": {}}})",
      json_string(fmt::format("model-info {}", seqlens::version())), json_string(origin.family),
      json_string(licence_note(origin.family)), json_string(origin.weights),
      json_string(fmt::format("{}", fmt::join(names, " "))),
      json_string(fmt::format("{}", fmt::join(digests, " "))));
}

std::map<std::string, std::string> metadata_of(const Subject& subject, seqlens::cli::Streams& streams) {
  if (!subject.is_published()) return subject.stored.metadata();
  std::map<std::string, std::string> metadata{{kProvenanceKey, provenance_of(subject)}};
  const SubjectTokenizer found = tokenizer_of(subject);
  if (found.tokenizer)
    metadata["seqlens.tokenizer"] = found.tokenizer->to_json();
  else
    streams.log.warning(fmt::format("written without a tokenizer: {}", found.missing));
  return metadata;
}

}  // namespace

void convert(const Subject& subject, const std::filesystem::path& target, seqlens::cli::Streams& streams) {
  const seqlens::model::ModelFile file = subject.stored.load();
  seqlens::model::save_model_file(target, file.config, file.parameters, metadata_of(subject, streams),
                                  file.tables);
  streams.log.info(fmt::format("wrote {}", target.string()));
}

}  // namespace model_info
