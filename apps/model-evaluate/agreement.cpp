#include "model-evaluate/agreement.h"

#include <string_view>

#include "seqlens/attention/agreement_run.h"
#include "seqlens/attention/model_agreement.h"
#include "seqlens/model/model_file.h"
#include "seqlens/scan/scan_stride.h"

namespace model_evaluate {
using seqlens::attention::AgreementTable;

AgreementTable measure_agreement(const Options& options, const seqlens::opened_model::OpenedModel& model,
                                 seqlens::cli::Streams& streams) {
  const auto& settings = model.required_promoter();
  const seqlens::attention::AgreementRun run{
      .paths = {options.agreement},
      .input = {},
      .records = static_cast<std::size_t>(options.agreement_records),
      // As records are scored.
      .windows = {.stride_bases = seqlens::scan::window_stride({}, settings, model.config().stem_stride()),
                  .reverse = options.strand == "both",
                  .alone = true},
      .statistics = {.permutations = static_cast<int>(options.permutations), .seed = options.common.seed}};
  const seqlens::attention::AgreementWatch watch{
      [&](std::string_view text) { streams.log.warning(text); },
      [&](std::size_t windows) { streams.progress.start("mutating", windows, "windows"); },
      [&] { streams.progress.advance(1); }};
  auto table = seqlens::attention::measure_inputs(
      model.encoder(), settings, seqlens::attention::agreement_plans(model.stored()), run, watch);
  streams.progress.finish();
  return table;
}

seqlens::report::Table agreement_rows(const AgreementTable& table) {
  seqlens::report::Table rows{"agreement", seqlens::attention::agreement_columns(), {}};
  for (const auto& row : table.rows) {
    const auto& track = row.agreement;
    rows.add_row({row.track, row.reduction, track.correlation, track.other_records, track.p_records,
                  track.q_records, track.p_shifts, track.q_shifts,
                  std::string(track.agrees ? "agrees" : "agrees nowhere")});
  }
  return rows;
}

void store_agreement(const AgreementTable& table, const seqlens::opened_model::OpenedModel& model,
                     const Options& options) {
  seqlens::model::ModelFile file = model.stored().load();
  seqlens::attention::store_agreement(file, table);
  seqlens::model::save_model_file(options.store, file.config, file.parameters, file.metadata, file.tables);
}

}  // namespace model_evaluate
