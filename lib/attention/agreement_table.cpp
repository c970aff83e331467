#include "seqlens/attention/agreement_table.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace seqlens::attention {

std::optional<AgreementTable> stored_agreement(const model::ModelView& model) {
  const auto text = model.metadata.find(std::string(AgreementTable::metadata_key));
  if (text == model.metadata.end()) return std::nullopt;
  return agreement_from_json(text->second);
}

void store_agreement(model::ModelFile& file, const AgreementTable& table) {
  file.metadata[std::string(AgreementTable::metadata_key)] = to_json(table);
}

std::vector<std::string> agreement_columns() {
  return {"track",     "reduction", "correlation", "other_records", "p_records",
          "q_records", "p_shifts",  "q_shifts",    "verdict"};
}

std::vector<std::string> agreement_cells(const AgreementTable::Row& row) {
  const TrackAgreement& track = row.agreement;
  const auto share = [](double p) { return fmt::format("{:.4g}", p); };
  return {row.track,
          row.reduction,
          fmt::format("{:.3f}", track.correlation),
          fmt::format("{:.3f}", track.other_records),
          share(track.p_records),
          share(track.q_records),
          share(track.p_shifts),
          share(track.q_shifts),
          track.agrees ? "agrees" : "agrees nowhere"};
}

std::string agreement_comment(const AgreementTable* table, std::string_view reduction) {
  std::string text = fmt::format("# {}\n", kAgreementCaveat);
  std::vector<AgreementTable::Row> rows;
  if (table != nullptr) {
    std::copy_if(table->rows.begin(), table->rows.end(), std::back_inserter(rows),
                 [&](const auto& row) { return reduction.empty() || row.reduction == reduction; });
  }
  if (rows.empty()) return text + "# agreement with mutagenesis: not measured for this model\n";
  text += fmt::format(
      "# agreement with mutagenesis: Spearman correlation with the mean absolute effect of substitutions, "
      "mean over {} records ({}); p by {} permutations, seed {}; agrees: both q <= {}\n",
      table->records, table->source, table->permutations, table->seed, table->level);
  text += fmt::format("# {}\n", fmt::join(agreement_columns(), "\t"));
  for (const auto& row : rows) text += fmt::format("# {}\n", fmt::join(agreement_cells(row), "\t"));
  return text;
}

}  // namespace seqlens::attention
