#include "seq-embed/token_rows.h"

#include <utility>

#include "seq-embed/finite_values.h"
#include "seq-embed/kept_positions.h"

namespace seq_embed {

using namespace seqlens;
using model::EncoderOutput;

namespace {

const std::vector<float>& values_of(const EncoderOutput& output, const Request& request, std::size_t array) {
  if (request.what == What::token_logits) return output.masked_lm_logits;
  const auto layer = static_cast<std::size_t>(request.layers[array]);
  return layer < output.hidden_states.size() ? output.hidden_states[layer] : output.last_hidden_state;
}

}  // namespace

TokenRows::TokenRows(std::string name, const Request& request, const model::EncoderConfig& config)
    : request_(request), config_(config) {
  result_.name = std::move(name);
  const auto add_array = [&](std::optional<int> layer) {
    result_.arrays.push_back({request.name, layer, {}, {}});
    pools_.emplace_back(request.pool, row_width(request, config));
  };
  if (request.what == What::token_logits) add_array(std::nullopt);
  for (const int layer : request.layers)
    add_array(request.named_layers ? std::optional(layer) : std::nullopt);
}

void TokenRows::add(const tokenize::Tokens& piece, const EncoderOutput& output) {
  const std::size_t width = row_width(request_, config_);
  const auto kept = kept_positions(piece, config_, request_.drop_special, positions_);
  positions_ += static_cast<std::int64_t>(output.positions);
  if (request_.pool == Pool::none)
    for (const KeptPosition& position : kept) result_.rows.push_back(position.row);
  for (std::size_t i = 0; i < pools_.size(); ++i) {
    const std::span<const float> values(values_of(output, request_, i));
    for (const KeptPosition& position : kept) {
      const auto row = values.subspan(position.place * width, width);
      require_finite(result_.name, row);
      pools_[i].add(row);
    }
  }
}

RecordResult TokenRows::take() {
  const std::size_t width = row_width(request_, config_);
  for (std::size_t i = 0; i < pools_.size(); ++i) {
    ResultArray& array = result_.arrays[i];
    if (request_.pool == Pool::none) array.shape.push_back(pools_[i].count());
    array.shape.push_back(width);
    array.values = pools_[i].take();
  }
  return std::move(result_);
}

}  // namespace seq_embed
