#pragma once

#include <string>

#include "hts_handles.h"

namespace seqlens::seqio {

/// What htslib takes the content of an open file for; nothing of it is read by that.
/// @param name  for the error text. @throws InputError when the file cannot be read.
[[nodiscard]] htsFormat detect_format(hFILE& file, const std::string& name);

/// "BAM version 1 compressed sequence data"; empty for text and for what htslib does not know.
[[nodiscard]] std::string describe_format(const htsFormat& format);

}  // namespace seqlens::seqio
