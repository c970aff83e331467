#pragma once

#include <string>
#include <vector>

#include "seqlens/cli/common_options.h"

namespace seqlens::cli {

/// A file that the command line asks to write.
struct OutputName {
  std::string option;  ///< for the message: "-o"
  std::string path;    ///< "" and "-": none
};

/// Refuses to write over what is read, and two outputs to one file; for app.final_callback(), before anything
/// is opened. `--log` of the common options is one more output.
///
/// @param inputs  files that the run reads, as given; "-" is the file that standard input comes from. What is
///                absent or no regular file (a folder, a device, a built-in name) does not count.
/// @throws UsageError "-o s.fa is also an input; write to another file" when both are one file, under
///         whatever names (same device and inode); "--metrics m is also what --checkpoint writes; write to
///         another file" when two outputs are one regular file, there or not.
void check_outputs(const CommonOptions& common, const std::vector<OutputName>& outputs,
                   const std::vector<std::string>& inputs);

}  // namespace seqlens::cli
