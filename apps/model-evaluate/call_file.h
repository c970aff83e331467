#pragma once

#include <string>
#include <vector>

#include "seqlens/evaluate/scan_evaluation.h"

namespace model_evaluate {

/// A call as a file has it; `call.contig` is not set yet.
struct CallLine {
  std::string contig;
  std::string name;
  seqlens::evaluate::ScanCall call;
};

/// Reads the calls of promoter-scan (BED or TSV) or of another program: BED6, whose TSS is the middle of the
/// interval and whose score ranks, or a table with the columns tss (0-based), strand and score (or logit),
/// and perhaps chrom, name and probability. It is a table when its first line that is no comment has a column
/// 'tss'.
///
/// @param contig  of the calls of a table without the column chrom; empty where there is not one only.
/// @throws InputError with file and line.
[[nodiscard]] std::vector<CallLine> read_calls(const std::string& file, const std::string& contig);

}  // namespace model_evaluate
