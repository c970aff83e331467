#pragma once

#include "seqlens/core/output_target.h"

#include "hts_handles.h"

namespace seqlens::seqio {

/// Opens a target for htslib to write to. Whoever closes it looks at the result, then calls publish().
/// @throws Error as OutputTarget::open().
[[nodiscard]] HFile open_output(OutputTarget& target);

}  // namespace seqlens::seqio
