#pragma once

#include <optional>
#include <string>
#include <vector>

#include "seqlens/opened_model/opened_model.h"

#include "seq-embed/options.h"

namespace seq_embed {

enum class What {
  states,               ///< embedding, last_hidden_state, hidden_states: rows of D numbers
  token_logits,         ///< of the masked-LM head: rows of V numbers (times predictions a position)
  class_logits,         ///< one number a label
  class_probabilities,  ///< the same as probabilities
  attentions,
  contacts,
};

enum class Pool { none, mean, cls, max };

/// What is asked of this model.
struct Request {
  What what = What::states;
  std::string name;  ///< of the result: "embedding", "logits", ...
  Pool pool = Pool::none;
  std::vector<int> layers;  ///< states: 0 (input of the first layer) to L (last hidden state); attentions: 0
                            ///< to L - 1; else empty
  bool named_layers = false;  ///< each layer's result carries its number
  bool drop_special = false;
  seqlens::scan::ClassOutputs class_outputs = seqlens::scan::ClassOutputs::one_of_many;

  /// One row for each token (or one a record, when pooled).
  [[nodiscard]] bool has_token_rows() const { return what == What::states || what == What::token_logits; }
  /// One row a record, with a column a label.
  [[nodiscard]] bool has_classes() const {
    return what == What::class_logits || what == What::class_probabilities;
  }
  /// Nothing of it can be put together from pieces of a record.
  [[nodiscard]] bool needs_whole_record() const { return !has_token_rows(); }
};

/// @throws UsageError naming what the model does not have: a head, a layer, a [CLS].
[[nodiscard]] Request make_request(const Options& options, const seqlens::opened_model::OpenedModel& model);

/// Numbers in one row of the result: of a token, or of a pooled or classified record.
[[nodiscard]] std::size_t row_width(const Request& request, const seqlens::model::EncoderConfig& config);

}  // namespace seq_embed
