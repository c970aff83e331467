#pragma once

#include <filesystem>
#include <span>

#include "attention-lab/lab/claim.h"

namespace attention_lab {

/// FOLDER/report.html: every claim that was run, on one page. @throws Error when it cannot be written.
void write_page(std::span<const Result> results, const std::filesystem::path& folder);

}  // namespace attention_lab
