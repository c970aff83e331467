#include "model-info/convert.h"

#include <string>
#include <vector>

#include <fmt/format.h>

#include "seqlens/core/json_text.h"
#include "seqlens/core/version.h"
#include "seqlens/model/model_file.h"
#include "seqlens/opened_model/stored_texts.h"

#include "model-info/origin.h"

namespace model_info {
namespace {

using seqlens::json_string;
using seqlens::opened_model::OpenedModel;

std::string provenance_of(const OpenedModel& subject) {
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

seqlens::opened_model::StoredTexts metadata_of(const OpenedModel& subject, seqlens::cli::Streams& streams) {
  if (!is_published(subject)) return subject.stored().metadata();
  seqlens::opened_model::StoredTexts metadata;
  seqlens::opened_model::store_provenance(metadata, provenance_of(subject));
  if (subject.class_outputs() != seqlens::scan::ClassOutputs::one_of_many)
    seqlens::opened_model::store_class_outputs(metadata, subject.class_outputs());
  const SubjectTokenizer found = tokenizer_of(subject);
  if (found.tokenizer)
    seqlens::opened_model::store_tokenizer(metadata, *found.tokenizer);
  else
    streams.log.warning(fmt::format("written without a tokenizer: {}", found.missing));
  return metadata;
}

}  // namespace

void convert(const OpenedModel& subject, const std::filesystem::path& target,
             seqlens::cli::Streams& streams) {
  const seqlens::model::ModelFile file = subject.stored().load();
  seqlens::model::save_model_file(target, file.config, file.parameters, metadata_of(subject, streams),
                                  file.tables);
  streams.log.info(fmt::format("wrote {}", target.string()));
}

}  // namespace model_info
