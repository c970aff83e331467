#include "reference_encoder.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

namespace seqlens::test {

namespace {

using model::EncoderConfig;
using model::FeedForward;
using model::NormPlacement;
using model::Parameters;
using model::Pooling;
using model::Positions;

double gelu(double x) {
  return 0.5 * x * (1 + std::erf(x / std::sqrt(2.0)));
}

double gelu_tanh(double x) {
  return 0.5 * x * (1 + std::tanh(std::sqrt(2 / std::acos(-1.0)) * (x + 0.044715 * x * x * x)));
}

double silu(double x) {
  return x / (1 + std::exp(-x));
}

std::vector<double> softmax(std::vector<double> x) {
  const double top = *std::max_element(x.begin(), x.end());
  for (double& value : x) value = std::exp(value - top);
  const double total = std::accumulate(x.begin(), x.end(), 0.0);
  for (double& value : x) value /= total;
  return x;
}

class Reference {
 public:
  Reference(const EncoderConfig& config, const Parameters& parameters, Mistake mistake,
            const Numbers& numbers)
      : c_(config), p_(parameters), mistake_(mistake), numbers_(numbers) {}

  ReferenceOutput run(std::span<const std::int32_t> tokens) {
    ReferenceOutput out;
    Rows x = stem(embed(tokens));
    out.features = x;
    if (c_.first_stage) out.first_stage_logits = {first_stage(x)};
    add_positions(x);
    for (int l = 0; l < c_.layers; ++l) {
      out.hidden_states.push_back(x);
      layer("layer." + std::to_string(l), x, out.attentions.emplace_back());
    }
    if (c_.final_norm && mistake_ != Mistake::no_final_norm) x = norm("final_norm", x);
    out.last_hidden_state = x;
    if (c_.classify) out.classify_logits = classify(x);
    if (c_.masked_lm) out.masked_lm_logits = masked_lm(x);
    if (c_.token_head) out.token_logits = linear("token_head", x);
    return out;
  }

 private:
  [[nodiscard]] double value(const std::string& name, std::size_t r, std::size_t c) const {
    return p_.matrix(name).at(r, c);
  }

  [[nodiscard]] std::vector<double> linear(const std::string& name, const std::vector<double>& x) const {
    const kernels::ConstMatrix weight = p_.matrix(name + ".weight");
    const float* bias = p_.find_vector(name + ".bias");
    std::vector<double> y(weight.rows);
    for (std::size_t o = 0; o < y.size(); ++o) {
      y[o] = bias ? bias[o] : 0;
      for (std::size_t i = 0; i < x.size(); ++i) y[o] += weight.at(o, i) * x[i];
    }
    return y;
  }

  [[nodiscard]] Rows linear(const std::string& name, const Rows& x) const {
    Rows y;
    for (const auto& row : x) y.push_back(linear(name, row));
    return y;
  }

  [[nodiscard]] std::vector<double> norm(const std::string& name, const std::vector<double>& x) const {
    const auto n = static_cast<double>(x.size());
    const double mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
    double variance = 0;
    for (const double v : x) variance += (v - mean) * (v - mean) / n;
    const float* weight = p_.vector(name + ".weight");
    const float* bias = p_.vector(name + ".bias");
    std::vector<double> y(x.size());
    for (std::size_t i = 0; i < x.size(); ++i)
      y[i] = (x[i] - mean) / std::sqrt(variance + c_.norm_eps) * weight[i] + bias[i];
    return y;
  }

  [[nodiscard]] Rows norm(const std::string& name, const Rows& x) const {
    Rows y;
    for (const auto& row : x) y.push_back(norm(name, row));
    return y;
  }

  [[nodiscard]] double exact_gelu(double x) const {
    return mistake_ == Mistake::tanh_gelu ? gelu_tanh(x) : gelu(x);
  }

  [[nodiscard]] Rows embed(std::span<const std::int32_t> tokens) const {
    const double fraction = mistake_ == Mistake::no_token_dropout ? 0.0 : c_.token_dropout_fraction;
    const auto masked = static_cast<double>(std::count(tokens.begin(), tokens.end(), c_.mask_token));
    const auto counted =
        static_cast<double>(tokens.size()) - (mistake_ == Mistake::dropout_without_specials ? 2 : 0);
    const double scale = fraction > 0 ? (1 - fraction) / (1 - masked / counted) : 1.0;
    const bool zeroes = fraction > 0 && mistake_ != Mistake::masked_embeddings_kept;
    Rows x;
    for (const auto id : tokens) {
      auto& row = x.emplace_back(p_.matrix("embed.token.weight").cols);
      for (std::size_t i = 0; i < row.size(); ++i)
        row[i] = zeroes && id == c_.mask_token
                     ? 0
                     : scale * value("embed.token.weight", static_cast<std::size_t>(id), i);
    }
    for (std::size_t t = 0; t < x.size(); ++t)
      for (std::size_t f = 0; f < features(); ++f)
        for (std::size_t i = 0; i < x[t].size(); ++i) x[t][i] += feature(t, f, i);
    return x;
  }

  [[nodiscard]] std::size_t features() const { return static_cast<std::size_t>(c_.features); }

  [[nodiscard]] double feature(std::size_t t, std::size_t f, std::size_t i) const {
    const double number = numbers_.features[t * features() + f];
    return std::isnan(number) ? value("embed.feature.weight", i, features() + f)
                              : number * value("embed.feature.weight", i, f);
  }

  [[nodiscard]] double coordinate(std::size_t t, std::size_t d) const {
    return numbers_.coordinates[t * static_cast<std::size_t>(c_.continuous->dimensions) + d];
  }

  void add_waves(Rows& x) const {
    for (std::size_t t = 0; t < x.size(); ++t) {
      std::size_t wave = 0;
      for (std::size_t d = 0; d < static_cast<std::size_t>(c_.continuous->dimensions); ++d) {
        for (const float period : c_.continuous->periods) {
          const double angle = 2 * std::acos(-1.0) * coordinate(t, d) / period;
          for (const double wave_value : {std::sin(angle), std::cos(angle)}) {
            for (std::size_t i = 0; i < x[t].size(); ++i)
              x[t][i] += wave_value * value("embed.coordinate.weight", i, wave);
            ++wave;
          }
        }
      }
    }
  }

  /// What head h adds to the score of query i and key j.
  [[nodiscard]] double relative(const std::string& name, std::size_t i, std::size_t j, std::size_t h) const {
    if (!c_.continuous || c_.continuous->form == model::RelativeForm::none) return 0;
    const auto dimensions = static_cast<std::size_t>(c_.continuous->dimensions);
    const std::string weights = name + ".relative.weight";
    if (c_.continuous->form == model::RelativeForm::spline) {
      double sum = 0;
      for (std::size_t d = 0; d < dimensions; ++d)
        sum += spline(weights, h, d, coordinate(j, d) - coordinate(i, d));
      return sum;
    }
    double squares = 0;
    for (std::size_t d = 0; d < dimensions; ++d) squares += std::pow(coordinate(j, d) - coordinate(i, d), 2);
    const double distance = std::sqrt(squares) / c_.continuous->unit;
    const bool power = c_.continuous->form == model::RelativeForm::power_law;
    return -value(weights, h, 0) * (power ? std::log(1 + distance) : distance);
  }

  // A sum of hats, each 1 at its knot and 0 at its neighbours.
  [[nodiscard]] double spline(const std::string& weights, std::size_t h, std::size_t d, double x) const {
    const auto& knots = c_.continuous->knots;
    const double inside = std::clamp(x, double{knots.front()}, double{knots.back()});
    double sum = 0;
    for (std::size_t k = 0; k < knots.size(); ++k) {
      const double left = k == 0 ? knots[0] - 1 : knots[k - 1];
      const double right = k + 1 == knots.size() ? knots[k] + 1 : knots[k + 1];
      const double hat =
          inside <= knots[k] ? (inside - left) / (knots[k] - left) : (right - inside) / (right - knots[k]);
      sum += std::max(hat, 0.0) * value(weights, h, d * knots.size() + k);
    }
    return sum;
  }

  [[nodiscard]] Rows convolve(const std::string& name, const Rows& x, int kernel, int stride) const {
    Rows y;
    for (std::size_t first = 0; first + static_cast<std::size_t>(kernel) <= x.size();
         first += static_cast<std::size_t>(stride)) {
      std::vector<double> field;
      for (int j = 0; j < kernel; ++j) {
        const auto& row = x[first + static_cast<std::size_t>(j)];
        field.insert(field.end(), row.begin(), row.end());
      }
      auto& out = y.emplace_back(linear(name, field));
      for (double& v : out) v = exact_gelu(v);
    }
    return y;
  }

  [[nodiscard]] Rows stem(Rows x) const {
    for (std::size_t i = 0; i < c_.stem.size(); ++i) {
      const std::string name = "stem." + std::to_string(i);
      x = convolve(name, x, c_.stem[i].kernel, c_.stem[i].stride);
      if (c_.stem[i].norm) x = norm(name + ".norm", x);
    }
    return x;
  }

  [[nodiscard]] double first_stage(const Rows& x) const {
    std::vector<double> all;
    for (const auto& row : convolve("first_stage.conv", x, c_.first_stage->kernel, 1))
      all.insert(all.end(), row.begin(), row.end());
    return linear("first_stage.out", all)[0];
  }

  void add_positions(Rows& x) const {
    const auto offset =
        mistake_ == Mistake::position_offset_ignored ? 0 : static_cast<std::size_t>(c_.position_offset);
    for (std::size_t t = 0; t < x.size(); ++t) {
      for (std::size_t i = 0; i < x[t].size(); ++i) {
        if (c_.token_types > 0) x[t][i] += value("embed.type.weight", 0, i);
        if (c_.positions == Positions::learned) x[t][i] += value("embed.position.weight", t + offset, i);
        if (c_.positions == Positions::sinusoidal) x[t][i] += sinusoid(t, i);
      }
    }
    if (c_.continuous) add_waves(x);
    if (c_.embedding_norm) x = norm("embed.norm", x);
  }

  [[nodiscard]] double sinusoid(std::size_t t, std::size_t i) const {
    const double pair = static_cast<double>(i / 2 * 2);
    const double angle = static_cast<double>(t) / std::pow(10000.0, pair / c_.width);
    return i % 2 == 0 ? std::sin(angle) : std::cos(angle);
  }

  void layer(const std::string& name, Rows& x, std::vector<Rows>& attentions) const {
    const bool none = c_.norm_placement == NormPlacement::none;
    const bool pre =
        !none && (c_.norm_placement == NormPlacement::pre) != (mistake_ == Mistake::other_norm_placement);
    const bool post = !none && !pre;
    const std::string attention_norm = name + ".attention.norm";
    const std::string block_norm = name + ".feed_forward.norm";
    add(x, attend(name + ".attention", pre ? norm(attention_norm, x) : x, attentions));
    if (post) x = norm(attention_norm, x);
    add(x, feed_forward(name + ".feed_forward", pre ? norm(block_norm, x) : x));
    if (post) x = norm(block_norm, x);
  }

  void add(Rows& x, const Rows& y) const {
    for (std::size_t t = 0; t < x.size(); ++t)
      for (std::size_t i = 0; i < x[t].size(); ++i) x[t][i] = (c_.without_residuals ? 0 : x[t][i]) + y[t][i];
  }

  [[nodiscard]] Rows local(const std::string& name, const Rows& x) const {
    if (c_.local_kernel == 0) return x;
    const auto shift = c_.local_kernel / 2 - (mistake_ == Mistake::local_shifted ? 1 : 0);
    const auto rows = static_cast<int>(x.size());
    Rows y =
        mistake_ == Mistake::local_without_identity ? Rows(x.size(), std::vector<double>(x[0].size())) : x;
    for (int t = 0; t < rows; ++t) {
      for (std::size_t i = 0; i < x[0].size(); ++i) {
        double& out = y[static_cast<std::size_t>(t)][i];
        out += value(name + ".bias", 0, i);
        for (int k = 0; k < c_.local_kernel; ++k) {
          const int from = t + k - shift;
          if (from < 0 || from >= rows) continue;
          out +=
              value(name + ".weight", static_cast<std::size_t>(k), i) * x[static_cast<std::size_t>(from)][i];
        }
      }
    }
    return y;
  }

  [[nodiscard]] Rows attend(const std::string& name, const Rows& in, std::vector<Rows>& attentions) const {
    const Rows x = local(name + ".local", in);
    const Rows query = linear(name + ".query", x);
    const Rows key = linear(name + ".key", x);
    const Rows value = linear(name + ".value", x);
    const auto width = static_cast<std::size_t>(c_.head_width());
    Rows context(x.size(), std::vector<double>(x[0].size()));
    for (std::size_t h = 0; h < static_cast<std::size_t>(c_.heads); ++h) {
      Rows& shares = attentions.emplace_back(head_attention(name, head(query, h), head(key, h), h));
      for (std::size_t i = 0; i < x.size(); ++i)
        for (std::size_t j = 0; j < x.size(); ++j)
          for (std::size_t d = 0; d < width; ++d)
            context[i][h * width + d] += shares[i][j] * value[j][h * width + d];
    }
    return linear(name + ".output", context);
  }

  [[nodiscard]] Rows head(const Rows& x, std::size_t h) const {
    const auto width = static_cast<std::size_t>(c_.head_width());
    Rows part;
    for (std::size_t t = 0; t < x.size(); ++t) {
      const auto begin = x[t].begin() + static_cast<std::ptrdiff_t>(h * width);
      std::vector<double> row(begin, begin + static_cast<std::ptrdiff_t>(width));
      part.push_back(c_.positions == Positions::rotary ? rotate(row, t) : row);
    }
    return part;
  }

  [[nodiscard]] std::vector<double> rotate(const std::vector<double>& x, std::size_t t) const {
    const std::size_t half = x.size() / 2;
    const float* frequencies = p_.vector("rotary.inv_freq");
    std::vector<double> y(x.size());
    for (std::size_t i = 0; i < half; ++i) {
      const double angle = static_cast<double>(t) * frequencies[i];
      const std::size_t a = mistake_ == Mistake::interleaved_rotary ? 2 * i : i;
      const std::size_t b = mistake_ == Mistake::interleaved_rotary ? 2 * i + 1 : i + half;
      y[a] = x[a] * std::cos(angle) - x[b] * std::sin(angle);
      y[b] = x[b] * std::cos(angle) + x[a] * std::sin(angle);
    }
    return y;
  }

  [[nodiscard]] Rows head_attention(const std::string& name, const Rows& query, const Rows& key,
                                    std::size_t h) const {
    const double scale = c_.unscaled_scores || mistake_ == Mistake::unscaled_scores
                             ? 1
                             : 1 / std::sqrt(static_cast<double>(c_.head_width()));
    Rows shares;
    for (std::size_t i = 0; i < query.size(); ++i) {
      std::vector<double> scores(key.size());
      for (std::size_t j = 0; j < key.size(); ++j)
        scores[j] = scale * std::inner_product(query[i].begin(), query[i].end(), key[j].begin(), 0.0) -
                    alibi(i, j, h) + relative(name, i, j, h);
      shares.push_back(softmax(scores));
    }
    return shares;
  }

  [[nodiscard]] double alibi(std::size_t i, std::size_t j, std::size_t h) const {
    if (c_.positions != Positions::alibi) return 0;
    const double distance = static_cast<double>(j) - static_cast<double>(i);
    return slope(h) * (mistake_ == Mistake::alibi_one_sided ? distance : std::abs(distance));
  }

  // Press et al.'s get_slopes.
  [[nodiscard]] double slope(std::size_t h) const {
    const int heads = c_.heads;
    if (mistake_ == Mistake::alibi_plain_slopes) return std::exp2(-8.0 * static_cast<double>(h + 1) / heads);
    int power = 1;
    while (power * 2 <= heads) power *= 2;
    const int index = static_cast<int>(h);
    if (index < power) return std::exp2(-8.0 * (index + 1) / power);
    return std::exp2(-8.0 * (2 * (index - power) + 1) / (2 * power));
  }

  [[nodiscard]] Rows feed_forward(const std::string& name, const Rows& x) const {
    Rows hidden = linear(name + ".in", x);
    for (auto& row : hidden) row = activate(row);
    return linear(name + ".out", hidden);
  }

  [[nodiscard]] std::vector<double> activate(const std::vector<double>& x) const {
    const auto width = static_cast<std::size_t>(c_.feed_forward_width);
    std::vector<double> y(width);
    for (std::size_t i = 0; i < width; ++i) {
      const bool swapped = mistake_ == Mistake::gate_second_half;
      const double gate = swapped && x.size() > width ? x[i + width] : x[i];
      const double passed = x.size() > width ? (swapped ? x[i] : x[i + width]) : 1;
      switch (c_.feed_forward) {
        case FeedForward::relu:
          y[i] = std::max(gate, 0.0);
          break;
        case FeedForward::gelu:
          y[i] = exact_gelu(gate);
          break;
        case FeedForward::gelu_tanh:
          y[i] = gelu_tanh(gate);
          break;
        case FeedForward::geglu:
          y[i] = exact_gelu(gate) * passed;
          break;
        case FeedForward::swiglu:
          y[i] = silu(gate) * passed;
          break;
      }
    }
    return y;
  }

  [[nodiscard]] std::vector<double> classify(const Rows& x) const {
    std::vector<double> pooled = pool(x);
    if (c_.classify->dense) {
      pooled = linear("classify.dense", pooled);
      for (double& v : pooled) v = std::tanh(v);
    }
    return linear("classify.out", pooled);
  }

  [[nodiscard]] std::vector<double> pool(const Rows& x) const {
    if (c_.classify->pooling == Pooling::cls) return x[0];
    std::vector<double> shares(x.size(), 1.0 / static_cast<double>(x.size()));
    if (c_.classify->pooling == Pooling::attention) {
      for (std::size_t t = 0; t < x.size(); ++t) shares[t] = linear("classify.pool", x[t])[0];
      shares = softmax(shares);
    }
    std::vector<double> pooled(x[0].size());
    for (std::size_t t = 0; t < x.size(); ++t)
      for (std::size_t i = 0; i < pooled.size(); ++i) pooled[i] += shares[t] * x[t][i];
    return pooled;
  }

  [[nodiscard]] Rows masked_lm(Rows x) const {
    if (c_.masked_lm->transform) {
      x = linear("masked_lm.dense", x);
      if (mistake_ == Mistake::masked_lm_norm_first) x = norm("masked_lm.norm", x);
      for (auto& row : x)
        for (double& v : row) v = exact_gelu(v);
      if (mistake_ != Mistake::masked_lm_norm_first) x = norm("masked_lm.norm", x);
    }
    const kernels::ConstMatrix decoder =
        p_.matrix(c_.masked_lm->tied ? "embed.token.weight" : "masked_lm.decoder.weight");
    const float* bias = p_.find_vector("masked_lm.decoder.bias");
    Rows logits;
    for (const auto& row : x) {
      auto& out = logits.emplace_back(decoder.rows);
      for (std::size_t v = 0; v < decoder.rows; ++v) {
        out[v] = bias ? bias[v] : 0;
        for (std::size_t i = 0; i < row.size(); ++i) out[v] += row[i] * static_cast<double>(decoder.at(v, i));
      }
    }
    return logits;
  }

  const EncoderConfig& c_;
  const Parameters& p_;
  Mistake mistake_;
  const Numbers& numbers_;
};

}  // namespace

ReferenceOutput reference_encoder(const EncoderConfig& config, const Parameters& parameters,
                                  std::span<const std::int32_t> tokens, Mistake mistake,
                                  const Numbers& numbers) {
  return Reference(config, parameters, mistake, numbers).run(tokens);
}

}  // namespace seqlens::test
