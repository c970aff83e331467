#pragma once

#include <span>
#include <string>

#include "seqlens/report/provenance.h"
#include "seqlens/report/table.h"

namespace seqlens::report {

/// One table: a '#' line "# program version", a '#' line "# key: value" a fact, the column names, the
/// rows. Tabs only.
[[nodiscard]] std::string to_tsv(const Provenance& provenance, const Table& table);

/// Everything: {"program": .., "version": .., "facts": {..}, "<table name>": [{"column": value, ..}, ..],
/// ..}, two blanks of indent, keys in the order given. Real numbers with all the digits that tell them
/// apart; nothing is null.
/// @throws Error if a text is not UTF-8.
[[nodiscard]] std::string to_json(const Provenance& provenance, std::span<const Table> tables);

}  // namespace seqlens::report
