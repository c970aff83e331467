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

/// Reads the calls of promoter-scan (BED or TSV) or of another program: BED6, whose score ranks, or a table
/// with the columns tss (0-based), strand and score (or logit), and perhaps chrom, name and probability. It
/// is a table when its first line that is no comment has a column 'tss'.
///
/// Columns of a BED that a comment line "#chrom..." names are found by these names: tss, and logit (else
/// score) and probability. Without that line, 13 columns are those of promoter-scan now (10 probability, 11
/// tss, 12 logit), and 9 without a colour in the last one those of its version 0.1.0 (7 to 9). Else the TSS
/// is the part of one base that is drawn thick, or the middle of the interval.
///
/// @param contig  of the calls of a table without the column chrom; empty where there is not one only.
/// @throws InputError with file and line.
[[nodiscard]] std::vector<CallLine> read_calls(const std::string& file, const std::string& contig);

}  // namespace model_evaluate
