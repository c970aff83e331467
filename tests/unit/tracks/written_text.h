#pragma once

#include <sstream>
#include <string>

#include "seqlens/seqio/data_output.h"

namespace seqlens::tracks {

/// What `write` sends to a DataOutput for standard output.
template <class Write>
std::string written_text(Write write) {
  std::ostringstream out;
  write(seqio::DataOutput("-", out));
  return out.str();
}

}  // namespace seqlens::tracks
