#pragma once

#include <string>
#include <utility>
#include <vector>

#include "seqlens/report/table.h"

#include "model-info/subject.h"

namespace model_info {

/// One file of weights.
struct WeightsFile {
  std::string name;  ///< without its folder
  std::size_t bytes = 0;
  std::string sha256;  ///< empty unless asked for
};

/// What a model says about where it comes from.
struct Origin {
  std::string family;   ///< "ESM-2", also of a converted model; "seqlens" for our own
  std::string weights;  ///< types of the published numbers: "F16", or "BF16, F32"
  std::vector<std::pair<std::string, seqlens::report::Cell>> provenance;  ///< stored by training or --convert
};

/// @throws InputError when a model file's provenance is no JSON object.
[[nodiscard]] Origin origin_of(const seqlens::opened_model::OpenedModel& subject);

/// The files, with their digests if asked for: that reads every byte of them.
[[nodiscard]] std::vector<WeightsFile> weights_files(const seqlens::opened_model::OpenedModel& subject,
                                                     bool digests);

/// What is known of a family's licence; weights have their own, whatever that of the code is.
[[nodiscard]] std::string licence_note(const std::string& family);

}  // namespace model_info
