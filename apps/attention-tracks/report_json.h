#pragma once

#include <span>
#include <string>

#include "attention-tracks/report_page.h"

namespace attention_tracks {

/// What the page's script reads, as JSON that may stand in a script element. Positions are 0-based, and
/// inside a view counted from its first base.
[[nodiscard]] std::string report_json(const ReportFacts& facts, std::span<const ReportView> views);

}  // namespace attention_tracks
