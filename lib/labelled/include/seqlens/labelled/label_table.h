#pragma once

#include <string>
#include <vector>

#include "seqlens/labelled/label_names.h"
#include "seqlens/labelled/labelled_record.h"

namespace seqlens::labelled {

/// What of a table is read beside its columns "sequence" and "label".
enum class TableOrigins {
  groups,  ///< "group", else "cluster", else "chrom": which records belong together
  places,  ///< "id" or "name"; "group" or "cluster"; and the locus of "chrom", "start" and "end"
};

/// Records of a TSV or CSV file (seqio/column_file.h), as many as it has.
/// @throws InputError naming file, line, what was found and what may stand there; for a coordinate that is
///         none.
[[nodiscard]] std::vector<LabelledRecord> read_labelled_table(const std::string& file,
                                                              const LabelNames& labels, TableOrigins origins);

}  // namespace seqlens::labelled
