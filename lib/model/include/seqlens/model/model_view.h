#pragma once

#include <map>
#include <string>

#include "seqlens/model/config.h"
#include "seqlens/model/weight_source.h"

namespace seqlens::model {

/// What running a model needs of it. A view on a ModelFile or a StoredModel, either of which turns into one
/// where it is a function's argument; it must outlive the view.
struct ModelView {
  const EncoderConfig& config;
  const std::map<std::string, std::string>& metadata;  ///< texts stored with it, by key
  const WeightSource& weights;
};

}  // namespace seqlens::model
