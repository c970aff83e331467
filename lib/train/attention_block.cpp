#include "attention_block.h"

#include "seqlens/kernels/rotary.h"

namespace seqlens::train {

/// Turns the gradients of the scores of one head and sequence into those of the head's relative weights.
class AttentionBlock::RelativeGradients : public kernels::AttentionRows {
 public:
  RelativeGradients(const model::RelativeFunction& function, kernels::ConstMatrix coordinates,
                    std::span<float> gradients)
      : function_(function), coordinates_(coordinates), gradients_(gradients) {}
  void on_rows(std::size_t first, kernels::ConstMatrix rows) override {
    function_.add_gradients(coordinates_, first, rows, gradients_);
  }

 private:
  const model::RelativeFunction& function_;
  kernels::ConstMatrix coordinates_;
  std::span<float> gradients_;
};

AttentionBlock::AttentionBlock(const model::EncoderConfig& config, const model::ParameterLayout& layout,
                               const std::string& name)
    : heads_(static_cast<std::size_t>(config.heads)),
      head_width_(static_cast<std::size_t>(config.head_width())),
      scale_(model::score_scale(config)),
      rotary_(config.positions == model::Positions::rotary),
      continuous_(config.continuous),
      relative_(layout.find(name + ".relative.weight")),
      query_(layout, name + ".query"),
      key_(layout, name + ".key"),
      value_(layout, name + ".value"),
      output_(layout, name + ".output") {
  if (config.positions == model::Positions::alibi) alibi_slopes_ = model::alibi_slopes(heads_);
}

void AttentionBlock::load(const model::Parameters& parameters) {
  for (LinearLayer* layer : {&query_, &key_, &value_, &output_}) layer->load(parameters);
  functions_.clear();
  if (!relative_) return;
  const kernels::ConstMatrix weights = tensor(parameters, *relative_);
  for (std::size_t h = 0; h < heads_; ++h)
    functions_.emplace_back(*continuous_, std::span(weights.row(h), weights.cols));
}

kernels::AttentionOptions AttentionBlock::options(std::size_t head, const kernels::ScoreBias* bias) const {
  return {.scale = scale_, .alibi_slope = alibi_slopes_.empty() ? 0.0F : alibi_slopes_[head], .bias = bias};
}

std::optional<model::RelativeBias> AttentionBlock::bias(const ChunkRows& rows, std::size_t sequence,
                                                        std::size_t head,
                                                        kernels::ConstMatrix coordinates) const {
  if (functions_.empty()) return std::nullopt;
  return model::RelativeBias(functions_[head], rows.of(sequence, coordinates));
}

void AttentionBlock::rotate(const ChunkRows& rows, kernels::Matrix x, const model::AngleTable& table,
                            float sign) const {
  for (std::size_t s = 0; s < rows.sequences(); ++s) {
    for (std::size_t h = 0; h < heads_; ++h) {
      kernels::rotate_half(rows.of(s, x).col_range(h * head_width_, head_width_),
                           table.cosines(0, rows.count(s)), table.sines(0, rows.count(s)), sign);
    }
  }
}

void AttentionBlock::forward(const ChunkRows& rows, kernels::ConstMatrix coordinates, kernels::ConstMatrix x,
                             kernels::Matrix y, kernels::ConstMatrix residual, Saved& saved,
                             Scratch& scratch) const {
  saved.coordinates = coordinates;
  const std::size_t width = heads_ * head_width_;
  query_.forward(x, saved.query.shape(x.rows, width));
  key_.forward(x, saved.key.shape(x.rows, width));
  value_.forward(x, saved.value.shape(x.rows, width));
  if (rotary_) {
    rotate(rows, saved.query.view(), *scratch.rotary, 1.0F);
    rotate(rows, saved.key.view(), *scratch.rotary, 1.0F);
  }
  const kernels::Matrix attended = saved.attended.shape(x.rows, width);
  saved.log_sum_exp.resize(heads_ * x.rows);
  for (std::size_t s = 0; s < rows.sequences(); ++s) {
    for (std::size_t h = 0; h < heads_; ++h) {
      const auto head = [&](kernels::Matrix m) {
        return rows.of(s, m).col_range(h * head_width_, head_width_);
      };
      const auto score_bias = bias(rows, s, h, coordinates);
      kernels::attention_head(head(saved.query.view()), head(saved.key.view()), head(saved.value.view()),
                              options(h, score_bias ? &*score_bias : nullptr), head(attended),
                              scratch.workspace, nullptr,
                              saved.log_sum_exp.data() + h * x.rows + rows.first(s));
    }
  }
  output_.forward(attended, y, residual);
}

void AttentionBlock::backward(const ChunkRows& rows, kernels::ConstMatrix x, kernels::ConstMatrix dy,
                              kernels::Matrix dx, kernels::ConstMatrix residual, const Saved& saved,
                              Scratch& scratch, model::Parameters& gradients) const {
  const std::size_t width = heads_ * head_width_;
  const kernels::Matrix dattended = scratch.dattended.shape(x.rows, width);
  const kernels::Matrix dquery = scratch.dquery.shape(x.rows, width);
  const kernels::Matrix dkey = scratch.dkey.shape(x.rows, width);
  const kernels::Matrix dvalue = scratch.dvalue.shape(x.rows, width);

  output_.add_weight_gradient(saved.attended.view(), dy, gradients, scratch.gemm_workspace);
  output_.input_gradient(dy, dattended);
  for (std::size_t s = 0; s < rows.sequences(); ++s) {
    for (std::size_t h = 0; h < heads_; ++h) {
      const auto head = [&](kernels::Matrix m) {
        return rows.of(s, m).col_range(h * head_width_, head_width_);
      };
      const auto score_bias = bias(rows, s, h, saved.coordinates);
      std::optional<RelativeGradients> relative;
      if (score_bias) {
        const kernels::Matrix weights = tensor(gradients, *relative_);
        relative.emplace(functions_[h], rows.of(s, saved.coordinates),
                         std::span(weights.row(h), weights.cols));
      }
      kernels::attention_head_backward(
          head(saved.query.view()), head(saved.key.view()), head(saved.value.view()),
          options(h, score_bias ? &*score_bias : nullptr), head(saved.attended.view()),
          saved.log_sum_exp.data() + h * x.rows + rows.first(s), head(dattended), head(dquery), head(dkey),
          head(dvalue), scratch.workspace, relative ? &*relative : nullptr);
    }
  }
  if (rotary_) {
    rotate(rows, dquery, *scratch.rotary, -1.0F);
    rotate(rows, dkey, *scratch.rotary, -1.0F);
  }
  query_.add_weight_gradient(x, dquery, gradients, scratch.gemm_workspace);
  key_.add_weight_gradient(x, dkey, gradients, scratch.gemm_workspace);
  value_.add_weight_gradient(x, dvalue, gradients, scratch.gemm_workspace);
  query_.input_gradient(dquery, dx, residual);
  key_.input_gradient(dkey, dx, dx);
  value_.input_gradient(dvalue, dx, dx);
}

}  // namespace seqlens::train
