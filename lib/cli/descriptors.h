#pragma once

namespace seqlens::cli {

/// Gives descriptors 0, 1 and 2 a file where the caller closed them, so that no file which is opened later
/// takes their number and gets messages among its data: /dev/null, for descriptor 1 to read only, so that
/// data for a standard output which is not there fail with "Bad file descriptor". Before anything is opened.
void occupy_standard_descriptors();

/// Lets the process open as many files as the system allows it, since a model may have thousands of heads.
void raise_descriptor_limit();

}  // namespace seqlens::cli
