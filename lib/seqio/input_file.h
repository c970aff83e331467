#pragma once

#include <string>

#include "hts_handles.h"

namespace seqlens::seqio {

/// "standard input" for "-", otherwise the path: how error texts call a file.
[[nodiscard]] std::string display_name(const std::string& path);

/// Silences htslib (its messages would double ours) and keeps it off the network (REF_PATH) unless the user
/// set that. Cheap after the first call; everything that calls htslib goes through open_input or a writer,
/// which call it.
void prepare_htslib();

/// Takes addresses out of the REF_PATH of the environment, where htslib looks for the references of CRAM
/// files: for whoever was not given --allow-remote.
void keep_references_local();

/// Opens a file for reading; "-" is standard input.
/// @throws InputError when it cannot be opened, is a directory, or is remote and `allow_remote` is false;
///         Cancelled when a signal comes while it waits.
[[nodiscard]] HFile open_input(const std::string& path, bool allow_remote);

/// True for names that htslib would fetch over a network.
[[nodiscard]] bool is_remote(const std::string& path);

}  // namespace seqlens::seqio
