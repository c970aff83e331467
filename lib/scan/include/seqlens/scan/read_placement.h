#pragma once

#include <optional>

#include "seqlens/scan/call.h"
#include "seqlens/seqio/alignment.h"

namespace seqlens::scan {

/// Places a call on an aligned read, made in as-sequenced orientation, on the reference.
///
/// The window becomes the reference interval of its aligned bases, the strand that of the reference. The TSS
/// is the reference position of its base; when that base is inserted, of the nearest aligned base of the
/// window (the earlier one of two). Nothing when the read is not mapped, the TSS lies in a clipped end, or no
/// base of the window is aligned.
[[nodiscard]] std::optional<Call> place_on_reference(const Call& call, const seqio::Alignment& alignment);

}  // namespace seqlens::scan
