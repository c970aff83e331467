#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "seqlens/attention/null_table.h"
#include "seqlens/input/open_input.h"

#include "attention-tracks/request.h"

namespace attention_tracks {

/// A null and where it comes from.
struct NullSource {
  std::optional<seqlens::attention::NullTable> table;
  std::string text;  ///< for the header
};

/// The null of --null N, else the model's, else none.
/// @param open  opens an input once more.
NullSource find_null(const Options& options, const seqlens::opened_model::OpenedModel& model,
                     const Request& request, const seqlens::attention::WindowRunner& runner,
                     const std::function<seqlens::input::OpenInput(const std::string&)>& open);

}  // namespace attention_tracks
