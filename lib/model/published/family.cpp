#include "family.h"

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens::model {

void refuse_other_models(const HfConfig& config) {
  config.refuse_if("is_decoder", "causal attention is not supported");
  config.refuse_if("add_cross_attention", "attention to a second sequence is not supported");
  config.refuse_architecture("ForTokenClassification", "a label for each token is not supported");
  config.refuse_architecture("ForQuestionAnswering", "this head is not supported");
  config.refuse_architecture("ForMultipleChoice", "this head is not supported");
}

ClassifyHead first_token_head(const HfConfig& config, const PublishedNames& names, std::string_view out,
                              int width) {
  const checkpoint::Tensor& weight = *names.find(out);
  // Before the first label is made: a shape of (2^40, 0) has no bytes and lies about nothing.
  if (weight.shape.size() != 2 || weight.shape[1] != static_cast<std::size_t>(width))
    throw InputError(names.place(), fmt::format("'{}' is {}, config.json needs (labels, {})", weight.name,
                                                checkpoint::shape_text(weight.shape), width));
  return {.labels = config.labels(weight.shape[0]), .pooling = Pooling::cls, .dense = true};
}

}  // namespace seqlens::model
