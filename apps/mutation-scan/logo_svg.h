#pragma once

#include <span>
#include <string>
#include <string_view>

#include "seqlens/mutagenesis/base_effects.h"

namespace mutation_scan {

/// A picture of the effects of consecutive bases: each base as a letter, as high as the logit falls on
/// average when it is substituted (below the line: when the logit rises), and under it a map of the single
/// substitutions. One self-contained SVG; letters are paths, so it looks the same without any font.
///
/// @param record  name of the record, for the title.
/// @param model   what the logit is, for the title: "promoter logit, strand both".
/// @param bases   at least one; positions without effects are left blank.
std::string logo_svg(std::string_view record, std::string_view model,
                     std::span<const seqlens::mutagenesis::BaseEffects> bases);

}  // namespace mutation_scan
