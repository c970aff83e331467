#pragma once

#include "hts_handles.h"

namespace seqlens::seqio {

struct RawAlignment {
  BamRecord record;
};

struct AlignmentHeader {
  SamHeader header;
};

}  // namespace seqlens::seqio
