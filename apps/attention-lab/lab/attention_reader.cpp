#include "attention-lab/lab/attention_reader.h"

#include <algorithm>

#include <fmt/format.h>

namespace attention_lab {

using seqlens::model::EncoderConfig;
using seqlens::model::Parameters;

namespace {

class Kept : public seqlens::model::HeadSink {
 public:
  Kept(const EncoderConfig& config, const Examples& examples)
      : heads_(static_cast<std::size_t>(config.heads)), all(examples.size()) {
    for (std::size_t i = 0; i < examples.size(); ++i) {
      const int length = static_cast<int>(examples[i].tokens.size());
      const auto tokens = static_cast<std::size_t>(config.encoder_positions(length));
      all[i].assign(static_cast<std::size_t>(config.layers) * heads_,
                    {tokens, std::vector<float>(tokens * tokens)});
    }
  }

  void on_rows(std::size_t sequence, int layer, int head, std::size_t first,
               seqlens::kernels::ConstMatrix rows) override {
    AttentionMatrix& matrix =
        all[sequence][static_cast<std::size_t>(layer) * heads_ + static_cast<std::size_t>(head)];
    for (std::size_t r = 0; r < rows.rows; ++r)
      std::copy_n(rows.row(r), rows.cols,
                  matrix.shares.begin() + static_cast<std::ptrdiff_t>((first + r) * matrix.tokens));
  }

 private:
  std::size_t heads_;

 public:
  std::vector<std::vector<AttentionMatrix>> all;
};

}  // namespace

std::vector<std::vector<AttentionMatrix>> read_attention(const EncoderConfig& config,
                                                         const Parameters& parameters,
                                                         const Examples& examples) {
  const seqlens::model::Encoder encoder(config, parameters);
  std::vector<seqlens::model::EncoderInput> inputs;
  for (const auto& example : examples)
    inputs.push_back({example.tokens, example.coordinates, example.features});
  Kept kept(config, examples);
  static_cast<void>(encoder.run(inputs, {.heads = &kept}));
  return std::move(kept.all);
}

Parameters without_head(const EncoderConfig& config, const Parameters& parameters, int layer, int head) {
  Parameters changed = copy_of(config, parameters);
  const auto output = changed.matrix(fmt::format("layer.{}.attention.output.weight", layer));
  const auto width = static_cast<std::size_t>(config.head_width());
  for (std::size_t r = 0; r < output.rows; ++r)
    std::fill_n(output.row(r) + static_cast<std::size_t>(head) * width, width, 0.0F);
  return changed;
}

}  // namespace attention_lab
