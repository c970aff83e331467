#pragma once

#include <string>
#include <vector>

#include "motif-discover/pair_report.h"

namespace motif_discover {

/// report.html: one page with tables, logos over the matches, places and pairs.
std::string html_report(const Discovery& discovery, const std::vector<MotifFacts>& facts,
                        const std::vector<seqlens::motif::MotifPair>& pairs,
                        const std::vector<seqlens::motif::Matrix>& database, const Options& options);

}  // namespace motif_discover
