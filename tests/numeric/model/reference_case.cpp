#include "reference_case.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "seqlens/model/contact_sink.h"

#include "compare_outputs.h"

namespace seqlens::test {

using namespace seqlens::model;
using checkpoint::SafetensorsView;
using checkpoint::Tensor;

namespace {

double compare(std::span<const float> reference, std::size_t stride, const std::vector<float>& got,
               std::size_t rows, std::size_t columns) {
  double largest = 0;
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < columns; ++c) {
      const double difference = std::abs(got[r * columns + c] - reference[r * stride + c]);
      if (!(difference <= largest)) largest = std::isnan(difference) ? INFINITY : difference;
    }
  }
  return largest;
}

}  // namespace

ReferenceCase::ReferenceCase(const SafetensorsView& file, std::string name, std::string outputs)
    : file_(file), name_(std::move(name)), outputs_(std::move(outputs)) {
  const Tensor& ids = file_.at(name_ + ".input_ids");
  const auto id = checkpoint::integers_of(ids);
  const auto mask = checkpoint::integers_of(file_.at(name_ + ".attention_mask"));
  length_ = ids.shape[1];
  for (std::size_t b = 0; b < ids.shape[0]; ++b) {
    auto& tokens = tokens_.emplace_back();
    for (std::size_t t = 0; t < length_; ++t)
      if (mask[b * length_ + t] == 1) tokens.push_back(static_cast<std::int32_t>(id[b * length_ + t]));
  }
  sequences_.assign(tokens_.begin(), tokens_.end());
}

bool ReferenceCase::has(const std::string& what) const {
  return file_.find(outputs_ + name_ + "." + what) != nullptr;
}

double ReferenceCase::difference(const std::string& what, std::size_t b, const std::vector<float>& got,
                                 std::size_t rows) const {
  const Tensor& tensor = file_.at(outputs_ + name_ + "." + what);
  const auto values = checkpoint::floats_of(tensor);
  const std::size_t stride = tensor.shape.back();
  const std::size_t reference_rows = tensor.shape[tensor.shape.size() - 2];
  if (rows == 0 || got.size() % rows != 0 || got.size() / rows > stride) return INFINITY;
  return compare(std::span(values).subspan(b * reference_rows * stride), stride, got,
                 std::min(rows, reference_rows), got.size() / rows);
}

double ReferenceCase::attention_difference(int layer, int head, const std::vector<float>& got) const {
  const Tensor& tensor = file_.at(name_ + ".attentions");
  const auto values = checkpoint::floats_of(tensor);
  const std::size_t matrix =
      static_cast<std::size_t>(layer) * tensor.shape[2] + static_cast<std::size_t>(head);
  if (got.size() != length_ * length_) return INFINITY;
  return compare(std::span(values).subspan(matrix * got.size()), length_, got, length_, length_);
}

double outputs_difference(const ModelFile& model, const ReferenceCase& reference) {
  const Encoder encoder(model.config, model.parameters);
  std::optional<ContactSink> contacts;
  if (reference.has("contacts")) contacts.emplace(model.config, model.parameters, reference.sequences());
  const auto outputs = encoder.run(
      reference.sequences(),
      {.hidden_states = true, .masked_lm_logits = true, .heads = contacts ? &*contacts : nullptr});
  double largest = 0;
  const auto take = [&](const std::string& what, std::size_t b, const std::vector<float>& got,
                        std::size_t rows) {
    if (reference.has(what)) largest = std::max(largest, reference.difference(what, b, got, rows));
  };
  for (std::size_t b = 0; b < outputs.size(); ++b) {
    const EncoderOutput& out = outputs[b];
    take("logits", b, out.masked_lm_logits, out.positions);
    take("last_hidden_state", b, out.last_hidden_state, out.positions);
    if (contacts) take("contacts", b, contacts->probabilities(b), out.positions - 2);
    for (std::size_t l = 0; l < out.hidden_states.size(); ++l)
      take("hidden_states." + std::to_string(l), b, out.hidden_states[l], out.positions);
  }
  return largest;
}

double attentions_difference(const ModelFile& model, const ReferenceCase& reference) {
  KeepHeads heads(model.config.layers, model.config.heads, reference.sequences()[0].size());
  (void)Encoder(model.config, model.parameters).run(reference.sequences(), {.heads = &heads});
  double largest = 0;
  for (int l = 0; l < model.config.layers; ++l)
    for (int h = 0; h < model.config.heads; ++h)
      largest = std::max(largest, reference.attention_difference(l, h, heads.head(l, h)));
  return largest;
}

}  // namespace seqlens::test
