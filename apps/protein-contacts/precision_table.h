#pragma once

#include <optional>
#include <string>

#include "seqlens/protein/contact_truth.h"
#include "seqlens/protein/pair_scores.h"
#include "seqlens/report/table.h"

namespace protein_contacts {

/// Precision of the L, L/2 and L/5 highest pairs (L: columns) for each range of separations, with what the
/// baselines reach on the same pairs: distance along the chain, mutual information (where there is an
/// alignment) and chance.
[[nodiscard]] seqlens::report::Table precision_table(
    const seqlens::protein::PairScores& scores, const seqlens::protein::ContactTruth& truth,
    const std::optional<seqlens::protein::PairScores>& mutual_information);

}  // namespace protein_contacts
