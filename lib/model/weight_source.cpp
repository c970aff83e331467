#include "seqlens/model/weight_source.h"

#include "seqlens/model/parameters.h"

namespace seqlens::model {

std::vector<float> values_of(const WeightSource& weights, std::string_view name) {
  const TensorSpec& tensor = weights.layout().at(name);
  std::vector<float> values(tensor.size());
  weights.read(tensor, values);
  return values;
}

}  // namespace seqlens::model
