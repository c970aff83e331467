#include "seq-embed/attention_store.h"

#include <algorithm>

#include "seqlens/kernels/matrix_view.h"

namespace seq_embed {

using seqlens::model::EncoderConfig;
using seqlens::model::TokenIds;

AttentionStore::AttentionStore(const EncoderConfig& config, std::span<const int> layers,
                               std::span<const TokenIds> sequences)
    : heads_(static_cast<std::size_t>(config.heads)),
      place_of_layer_(static_cast<std::size_t>(config.layers), -1) {
  for (std::size_t i = 0; i < layers.size(); ++i)
    place_of_layer_.at(static_cast<std::size_t>(layers[i])) = static_cast<int>(i);
  for (const TokenIds tokens : sequences) {
    const auto positions =
        static_cast<std::size_t>(config.encoder_positions(static_cast<int>(tokens.size())));
    kept_.emplace_back(layers.size() * heads_ * positions * positions);
  }
}

bool AttentionStore::wants(int layer, int) const {
  return place_of_layer_[static_cast<std::size_t>(layer)] >= 0;
}

void AttentionStore::on_rows(std::size_t sequence, int layer, int head, std::size_t first,
                             seqlens::kernels::ConstMatrix rows) {
  const auto place = static_cast<std::size_t>(place_of_layer_[static_cast<std::size_t>(layer)]);
  const std::size_t matrix = place * heads_ + static_cast<std::size_t>(head);
  float* out = kept_[sequence].data() + (matrix * rows.cols + first) * rows.cols;
  for (std::size_t r = 0; r < rows.rows; ++r) std::copy_n(rows.row(r), rows.cols, out + r * rows.cols);
}

}  // namespace seq_embed
