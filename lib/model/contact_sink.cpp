#include "seqlens/model/contact_sink.h"

#include <cmath>
#include <utility>

#include "seqlens/core/errors.h"

namespace seqlens::model {

ContactHead contact_head(const EncoderConfig& config, const WeightSource& weights) {
  if (!config.contact_head) throw Error("the model has no contact head");
  return {values_of(weights, "contact.weight"), values_of(weights, "contact.bias").front()};
}

ContactSink::ContactSink(const EncoderConfig& config, ContactHead head, std::span<const TokenIds> sequences,
                         std::int32_t eos_token)
    : heads_(static_cast<std::size_t>(config.heads)),
      regression_(std::move(head)),
      sequences_(sequences.size()) {
  for (std::size_t i = 0; i < sequences.size(); ++i) {
    Sequence& s = sequences_[i];
    s.size = sequences[i].size() < 3 ? 0 : sequences[i].size() - 2;
    for (std::size_t t = 0; t < s.size; ++t) s.zeroed.push_back(sequences[i][t + 1] == eos_token);
    s.logits.assign(s.size * s.size, 0.0);
  }
}

void ContactSink::on_rows(std::size_t sequence, int layer, int head, std::size_t first,
                          kernels::ConstMatrix rows) {
  Sequence& s = sequences_.at(sequence);
  if (s.size == 0) return;
  const std::size_t channel = static_cast<std::size_t>(layer) * heads_ + static_cast<std::size_t>(head);
  std::vector<float>& attention = head_of(s, channel).attention;
  for (std::size_t r = 0; r < rows.rows; ++r) {
    const std::size_t token = first + r;
    if (token == 0 || token > s.size || s.zeroed[token - 1]) continue;
    for (std::size_t j = 0; j < s.size; ++j)
      if (!s.zeroed[j]) attention[(token - 1) * s.size + j] = rows.at(r, j + 1);
  }
  if (first + rows.rows == s.size + 2) complete(s, channel);
}

ContactSink::Head& ContactSink::head_of(Sequence& s, std::size_t channel) {
  const std::scoped_lock lock(s.mutex);
  Head& head = s.waiting[channel];
  head.attention.resize(s.size * s.size);
  return head;
}

void ContactSink::complete(Sequence& s, std::size_t channel) {
  const std::scoped_lock lock(s.mutex);
  s.waiting.at(channel).complete = true;
  for (auto next = s.waiting.find(s.next); next != s.waiting.end() && next->second.complete;
       next = s.waiting.find(s.next)) {
    add(s, next->second.attention, regression_.weights.at(s.next));
    s.waiting.erase(next);
    ++s.next;
  }
}

void ContactSink::add(Sequence& s, const std::vector<float>& a, double weight) const {
  const std::size_t n = s.size;
  const auto symmetric = [&](std::size_t i, std::size_t j) {
    return static_cast<double>(a[i * n + j]) + a[j * n + i];
  };
  std::vector<double> sums(n);
  double total = 0;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) sums[i] += symmetric(i, j);
    total += sums[i];
  }
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j)
      s.logits[i * n + j] += weight * (symmetric(i, j) - (total > 0 ? sums[i] * sums[j] / total : 0));
}

std::vector<float> ContactSink::probabilities(std::size_t sequence) const {
  const Sequence& s = sequences_.at(sequence);
  std::vector<float> probabilities;
  for (const double logit : s.logits)
    probabilities.push_back(static_cast<float>(1 / (1 + std::exp(-(logit + regression_.bias)))));
  return probabilities;
}

}  // namespace seqlens::model
