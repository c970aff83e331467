#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "seqlens/model/parameters.h"

#include "family.h"
#include "tensor_source.h"

namespace seqlens::model {

struct NameAssignment {
  TensorSources sources;  ///< by our names
  std::vector<std::string> ignored;
};

/// Finds for each tensor of the layout the published one. Inverse frequencies come once per layer and must
/// agree; where a newer checkpoint leaves them out, they are left out here too.
/// @throws InputError naming a tensor that is unknown, missing, given twice, or of another shape.
NameAssignment assign_names(const Family& family, const ParameterLayout& layout,
                            const checkpoint::CheckpointFiles& files);

}  // namespace seqlens::model
