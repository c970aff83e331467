#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/attention/agreement.h"
#include "seqlens/model/model_file.h"
#include "seqlens/model/model_view.h"

namespace seqlens::attention {

/// How far the tracks of a model agree with mutagenesis, and how that was measured. Stored in the model file.
struct AgreementTable {
  static constexpr std::string_view metadata_key = "seqlens.agreement";

  struct Row {
    std::string reduction;  ///< how attention became a track: "norm"
    std::string track;      ///< "L1H3"
    TrackAgreement agreement;

    bool operator==(const Row&) const = default;
  };

  std::string source;  ///< which records: "dev_promoters.fa"
  std::int64_t records = 0;
  int permutations = 0;
  std::uint64_t seed = 0;
  double level = 0;
  std::vector<Row> rows;

  bool operator==(const AgreementTable&) const = default;
};

[[nodiscard]] std::string to_json(const AgreementTable& table);

/// @throws Error "model metadata 'seqlens.agreement': ..." for a text that holds no such table.
[[nodiscard]] AgreementTable agreement_from_json(std::string_view text);

/// The table that a model file holds; nothing when it was never measured.
/// @throws Error as agreement_from_json.
[[nodiscard]] std::optional<AgreementTable> stored_agreement(const model::ModelView& model);

/// Puts the table into a model file, in place of an older one.
void store_agreement(model::ModelFile& file, const AgreementTable& table);

/// The names of the columns below, and a row's cells. The verdict is "agrees" or "agrees nowhere".
[[nodiscard]] std::vector<std::string> agreement_columns();
[[nodiscard]] std::vector<std::string> agreement_cells(const AgreementTable::Row& row);

/// What every output that shows attention or its agreement says of it, as lines that start with '#': the
/// caveat, how the table was measured, its columns and rows; or that there is none.
///
/// @param table      null: never measured.
/// @param reduction  only its rows; empty: all.
[[nodiscard]] std::string agreement_comment(const AgreementTable* table, std::string_view reduction = "");

}  // namespace seqlens::attention
