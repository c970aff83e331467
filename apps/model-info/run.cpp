#include "model-info/run.h"

#include <span>
#include <string>

#include <fmt/format.h>

#include "seqlens/core/version.h"
#include "seqlens/default_model/find_model.h"
#include "seqlens/report/write.h"
#include "seqlens/seqio/data_output.h"

#include "model-info/convert.h"
#include "model-info/facts.h"
#include "model-info/origin.h"
#include "model-info/subject.h"
#include "model-info/verify.h"

namespace model_info {
namespace {

using seqlens::opened_model::OpenedModel;

void write(const std::string& path, const std::string& text, seqlens::cli::Streams& streams) {
  seqlens::seqio::DataOutput output(path, streams.out);
  output.write(text);
  output.commit();
}

int tell(const OpenedModel& subject, const Options& options, seqlens::cli::Streams& streams) {
  const ModelFacts facts = facts_of(subject, !options.no_digest);
  write(options.output, options.json ? seqlens::report::to_json(facts.facts, facts.lists) : to_text(facts),
        streams);
  return 0;
}

int compare(const OpenedModel& subject, const Options& options, seqlens::cli::Streams& streams) {
  const Origin origin = origin_of(subject);
  const Verification result = verify(subject, origin, options.verify, options.tolerance);
  const seqlens::report::Provenance source{
      "model-info",
      std::string(seqlens::version()),
      {{"model", subject.name()},
       {"family", origin.family},
       {"weights", origin.weights},
       {"reference", options.verify},
       {"reference_outputs",
        result.prefix.empty() ? "of full precision" : "of " + origin.weights + " weights"},
       {"tolerance", options.tolerance}}};
  write(options.output,
        options.json ? seqlens::report::to_json(source, std::span(&result.table, 1))
                     : seqlens::report::to_tsv(source, result.table),
        streams);
  if (result.differing == 0) return 0;
  streams.log.error(fmt::format("{}: {} of {} outputs are not within {:g} of {}", subject.name(),
                                result.differing, result.table.rows.size(), options.tolerance,
                                options.verify));
  return 1;
}

}  // namespace

int run(const Options& options, seqlens::cli::Streams& streams) {
  const OpenedModel subject = open_subject(options.model, seqlens::default_model::model_of_environment());
  if (!options.verify.empty()) return compare(subject, options, streams);
  if (options.convert.empty()) return tell(subject, options, streams);
  convert(subject, options.convert, streams);
  return 0;
}

}  // namespace model_info
