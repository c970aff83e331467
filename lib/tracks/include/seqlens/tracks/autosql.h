#pragma once

#include <span>
#include <string>
#include <string_view>

namespace seqlens::tracks {

/// One column behind the nine of BED.
struct AutoSqlField {
  std::string_view type;  ///< of autoSql: "float", "uint", "string", ...
  std::string_view name;  ///< letters, digits and '_', no digit first
  std::string_view comment;
};

/// What UCSC's programs (bedToBigBed -as) and R's readers of bigBed want to know of a BED9+ file: one table
/// in autoSql, Kent & Brumbaugh, "autoSql and autoXml: code generators from the Genome Project" (2002). Its
/// first nine fields have the names and types of UCSC's own BED9.
[[nodiscard]] std::string autosql_text(std::string_view table, std::string_view comment,
                                       std::span<const AutoSqlField> own);

}  // namespace seqlens::tracks
