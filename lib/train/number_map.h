#pragma once

#include <string>

#include "seqlens/kernels/scratch_matrix.h"
#include "seqlens/model/parameters.h"

#include "linear_layer.h"

namespace seqlens::train {

/// A linear map of rows of numbers that is added to what they come with: features of tokens, waves of
/// coordinates. One whose tensor the layout lacks adds nothing.
class NumberMap {
 public:
  /// The rows, filled before forward() and kept for backward().
  struct Saved {
    kernels::ScratchMatrix rows;
  };

  NumberMap() = default;
  NumberMap(const model::ParameterLayout& layout, const std::string& name) {
    if (layout.find(name + ".weight")) map_ = LinearLayer(layout, name), exists_ = true;
  }

  [[nodiscard]] bool exists() const { return exists_; }
  [[nodiscard]] std::size_t inputs() const { return map_.inputs(); }
  void load(const model::Parameters& parameters) {
    if (exists_) map_.load(parameters);
  }
  /// y = rows W^T + y
  void add_to(kernels::Matrix y, const Saved& saved) const {
    if (exists_) map_.forward(saved.rows.view(), y, y);
  }
  void backward(kernels::ConstMatrix dy, const Saved& saved, kernels::AlignedBuffer& workspace,
                model::Parameters& gradients) const {
    if (exists_) map_.add_weight_gradient(saved.rows.view(), dy, gradients, workspace);
  }

 private:
  LinearLayer map_;
  bool exists_ = false;
};

}  // namespace seqlens::train
