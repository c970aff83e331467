#include "model-info/convert.h"

#include <string>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/json_text.h"
#include "seqlens/core/output_target.h"
#include "seqlens/core/version.h"
#include "seqlens/model/model_file.h"
#include "seqlens/opened_model/stored_texts.h"
#include "seqlens/scan/model_tokenizer.h"

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

// Opens a file as every program does that would be given it.
void open_once(const std::filesystem::path& file, bool has_tokenizer) {
  const OpenedModel written(file.string());
  static_cast<void>(written.encoder());
  static_cast<void>(written.settings());
  static_cast<void>(written.trained_on());
  if (has_tokenizer) static_cast<void>(written.tokenizer());
}

}  // namespace

void convert(const OpenedModel& subject, const std::filesystem::path& target,
             seqlens::cli::Streams& streams) {
  const seqlens::model::ModelFile file = subject.stored().load();
  const seqlens::opened_model::StoredTexts metadata = metadata_of(subject, streams);
  seqlens::OutputTarget output(target, seqlens::OutputAccess::anywhere);
  ::close(output.open());
  seqlens::model::save_model_file(output.temporary(), file.config, file.parameters, metadata, file.tables);
  try {
    open_once(output.temporary(), metadata.contains(std::string(seqlens::scan::kTokenizerKey)));
  } catch (const seqlens::Error& error) {
    // The name of the temporary file says nothing to the user.
    std::string why = error.what();
    const std::string name = output.temporary().string();
    if (why.starts_with(name)) why.replace(0, name.size(), target.string());
    throw seqlens::InputError(subject.name(), "would become a model that no program opens: " + why);
  }
  output.publish();
  streams.log.info(fmt::format("wrote {}", target.string()));
}

}  // namespace model_info
