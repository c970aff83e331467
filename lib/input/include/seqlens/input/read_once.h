#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace seqlens::input {

/// The one rule for inputs that are streams (seqio::stream_kind: standard input, a pipe, a device): each can
/// be read but once, from its start. Nothing is spooled; what needs more of an input says so here, before
/// anything is opened. For the callbacks of options.cpp. Empty paths are none.

/// Refuses streams where the run looks up places or reads again.
///
/// @param reason  who needs a file, as in the text: "--region needs a file that can be indexed".
/// @throws UsageError "'p' is a pipe: it can be read but once, and --null reads its input twice; save it to a
///         file first".
void require_files(const std::vector<std::string>& paths, std::string_view reason);

/// The same for an option that takes one FASTA file with an index.
/// @throws UsageError "--vcf needs one INPUT, a FASTA file that can be indexed", too.
void require_one_indexed_file(const std::vector<std::string>& paths, std::string_view option);

/// @param paths  all that the run reads. @throws UsageError when two of them are the same stream, of which
///               the second reader would find nothing.
void require_each_stream_once(const std::vector<std::string>& paths);

}  // namespace seqlens::input
