#include "motif-discover/model_evidence.h"

#include <fmt/format.h>

#include "seqlens/opened_model/opened_model.h"
#include "seqlens/opened_model/precision_choice.h"
#include "seqlens/report/table.h"

#include "motif-discover/attention_evidence.h"
#include "motif-discover/effect_evidence.h"

namespace motif_discover {

using namespace seqlens;

namespace {

UnseenLoci unseen_by(const opened_model::OpenedModel& model) {
  for (const auto& [key, value] : model.provenance())
    if (key == "exclude") return UnseenLoci(report::cell_text(value));
  return {};
}

}  // namespace

ModelEvidence model_evidence(const Options& options, const SequenceList& sequences, cli::Streams& streams,
                             const std::function<void(std::string_view)>& tell) {
  const auto warn = [&](std::string_view text) { streams.log.warning(text); };
  const opened_model::OpenedModel model(options.model, options.classifier,
                                        opened_model::choose_precision(options.precision, warn));
  auto tracks = options.evidence == "attention" ? attention_evidence(options, model, sequences, streams, tell)
                                                : effect_evidence(options, model, sequences, streams, tell);
  tell(fmt::format("model {}, sha256 {}", model.name(), model.digest()));
  return {std::move(tracks), unseen_by(model)};
}

}  // namespace motif_discover
