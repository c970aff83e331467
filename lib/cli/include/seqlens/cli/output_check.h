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
/// @param inputs  files that the run reads, as given; "-" is the file that standard input comes from; a
/// folder
///                stands for the files that a model is read from (.json, .safetensors, .txt, ...). What is
///                absent or no regular file (a device, a built-in name) does not count.
/// @throws UsageError "-o s.fa is also an input; write to another file" when both are one file, under
///         whatever names (same device and inode); "--metrics m is also what --checkpoint writes; write to
///         another file" when two outputs are one regular file, there or not.
/// Give every name that will be written, derived ones too (index_names): before the run, or as soon as the
/// run knows them and before it writes.
void check_outputs(const CommonOptions& common, const std::vector<OutputName>& outputs,
                   const std::vector<std::string>& inputs);

/// The names of the indexes that `path` may get.
[[nodiscard]] std::vector<OutputName> index_names(const std::string& path);

}  // namespace seqlens::cli
