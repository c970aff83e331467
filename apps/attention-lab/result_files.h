#pragma once

#include <filesystem>
#include <string>

#include "seqlens/report/table.h"

#include "attention-lab/lab/claim.h"

namespace attention_lab {

/// The checks of a finding as a table: kind, number, found, least, most, wanted, met.
[[nodiscard]] seqlens::report::Table checks_table(const Finding& finding);

/// The claim's first picture as SVG.
[[nodiscard]] std::string picture_svg(const Finding& finding);

/// FOLDER/CLAIM.json, .tsv, .svg. @throws Error when one cannot be written.
void write_files(const Result& result, const std::filesystem::path& folder);

}  // namespace attention_lab
