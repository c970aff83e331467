#include "reduced/reduced_attention.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "arithmetic.h"
#include "kernel_table.h"
#include "log_sum.h"
#include "reduced/units.h"

namespace seqlens::kernels::reduced {
namespace {

constexpr std::size_t kBlockRows = arithmetic::kAttentionRows;
constexpr std::size_t kLine = 64;  // bytes

std::size_t round_up(std::size_t n, std::size_t multiple) {
  return (n + multiple - 1) / multiple * multiple;
}

/// Takes arrays that begin at cache lines out of one buffer.
class Carver {
 public:
  template <class Number>
  static std::size_t bytes(std::size_t numbers) {
    return round_up(numbers * sizeof(Number), kLine);
  }
  explicit Carver(float* data) : next_(reinterpret_cast<std::byte*>(data)) {}
  template <class Number>
  Number* take(std::size_t numbers) {
    auto* taken = reinterpret_cast<Number*>(next_);
    next_ += bytes<Number>(numbers);
    return taken;
  }

 private:
  std::byte* next_;
};

/// A right side (2 pairs, columns) in panels [pairs][width][2] of 64 columns, the last one narrower.
struct Panels {
  std::uint16_t* data = nullptr;
  std::size_t columns = 0;
  std::size_t pairs = 0;

  [[nodiscard]] std::size_t size() const { return 2 * pairs * round_up(columns, 16); }
  [[nodiscard]] std::size_t width(std::size_t first) const {
    return std::min(kPanelWidth, round_up(columns - first, 16));
  }
  [[nodiscard]] std::uint16_t* panel(std::size_t first) const { return data + 2 * pairs * first; }
};

/// One head in flight: its sides in bf16, and one block of scores.
class Head {
 public:
  Head(ConstMatrix k, ConstMatrix v, bool has_bias, AlignedBuffer& buffer)
      : unit_(bf16_unit()),
        tokens_(k.rows),
        width_(k.cols),
        keys_{nullptr, k.rows, (k.cols + 1) / 2},
        values_{nullptr, v.cols, (k.rows + 1) / 2},
        // One line more, so that rows do not all fall into the same cache sets.
        score_stride_(round_up(k.rows, kPanelWidth) + kLine / sizeof(float)),
        weight_stride_(2 * values_.pairs + kLine / sizeof(std::uint16_t)) {
    const std::size_t scores = kBlockRows * score_stride_;
    const std::size_t longest = std::max({2 * keys_.pairs, round_up(v.cols, 16), std::size_t{1}});
    buffer.reserve(
        (Carver::bytes<std::uint16_t>(keys_.size()) + Carver::bytes<std::uint16_t>(values_.size()) +
         Carver::bytes<std::uint16_t>(kBlockRows * (2 * keys_.pairs + weight_stride_)) + kLine +
         Carver::bytes<std::uint16_t>(2 * longest) + Carver::bytes<float>(scores) * (has_bias ? 2 : 1) +
         Carver::bytes<float>(kBlockRows * longest)) /
        sizeof(float));
    Carver carver(buffer.data());
    keys_.data = carver.take<std::uint16_t>(keys_.size());
    values_.data = carver.take<std::uint16_t>(values_.size());
    queries_ = carver.take<std::uint16_t>(kBlockRows * 2 * keys_.pairs);
    weights_ = carver.take<std::uint16_t>(kBlockRows * weight_stride_);
    row_ = carver.take<std::uint16_t>(2 * longest);
    scores_ = carver.take<float>(scores);
    rows_ = carver.take<float>(kBlockRows * longest);
    bias_ = has_bias ? carver.take<float>(scores) : nullptr;
    pack_keys(k);
    pack_values(v);
  }

  /// Scores of queries [first, first + q.rows) in units of log 2.
  void score(ConstMatrix q, float scale) {
    for (std::size_t r = 0; r < q.rows; ++r) {
      std::uint16_t* query = queries_ + r * 2 * keys_.pairs;
      query[2 * keys_.pairs - 1] = 0;
      for (std::size_t d = 0; d < width_; ++d) rows_[d] = q.row(r)[d] * scale;
      unit_.round(rows_, width_, query);
    }
    multiply(queries_, 2 * keys_.pairs, q.rows, keys_, scores_, score_stride_);
  }

  /// @param weights  the 2^(score - top) of a block, in `scores`
  void weigh(std::size_t rows, const float* inverse, Matrix out) {
    for (std::size_t r = 0; r < rows; ++r) {
      std::uint16_t* weights = weights_ + r * weight_stride_;
      weights[2 * values_.pairs - 1] = 0;
      unit_.round(scores_ + r * score_stride_, tokens_, weights);
    }
    const std::size_t stride = round_up(out.cols, 16);
    multiply(weights_, weight_stride_, rows, values_, rows_, stride);
    for (std::size_t r = 0; r < rows; ++r)
      for (std::size_t c = 0; c < out.cols; ++c) out.row(r)[c] = rows_[r * stride + c] * inverse[r];
  }

  [[nodiscard]] Matrix scores(std::size_t rows) { return {scores_, rows, tokens_, score_stride_}; }
  [[nodiscard]] Matrix bias(std::size_t rows) { return {bias_, rows, tokens_, score_stride_}; }

 private:
  /// A panel is [pair][token][2]: each token's pairs go one panel row apart.
  void pack_keys(ConstMatrix k) {
    row_[2 * keys_.pairs - 1] = 0;
    for (std::size_t token = 0; token < k.rows; ++token) {
      unit_.round(k.row(token), width_, row_);
      const std::size_t first = token / kPanelWidth * kPanelWidth;
      spread_pairs(keys_.panel(first) + 2 * (token - first), 2 * keys_.width(first));
    }
    std::fill_n(row_, 2 * keys_.pairs, std::uint16_t{0});
    const std::size_t first = k.rows / kPanelWidth * kPanelWidth;
    for (std::size_t token = k.rows; token < round_up(k.rows, 16); ++token)
      spread_pairs(keys_.panel(first) + 2 * (token - first), 2 * keys_.width(first));
  }

  void spread_pairs(std::uint16_t* out, std::size_t step) const {
    for (std::size_t pair = 0; pair < keys_.pairs; ++pair, out += step) std::copy_n(row_ + 2 * pair, 2, out);
  }

  /// Two tokens are one row of pairs.
  void pack_values(ConstMatrix v) {
    const std::size_t padded = round_up(v.cols, 16);
    std::uint16_t* even = row_;
    std::uint16_t* odd = row_ + padded;
    std::fill_n(row_, 2 * padded, std::uint16_t{0});
    for (std::size_t pair = 0; pair < values_.pairs; ++pair) {
      unit_.round(v.row(2 * pair), v.cols, even);
      if (2 * pair + 1 < v.rows) {
        unit_.round(v.row(2 * pair + 1), v.cols, odd);
      } else {
        std::fill_n(odd, v.cols, std::uint16_t{0});
      }
      for (std::size_t first = 0; first < v.cols; first += kPanelWidth) {
        const std::size_t width = values_.width(first);
        std::uint16_t* out = values_.panel(first) + 2 * pair * width;
        for (std::size_t c = 0; c < width; ++c) {
          out[2 * c] = even[first + c];
          out[2 * c + 1] = odd[first + c];
        }
      }
    }
  }

  void multiply(const std::uint16_t* left, std::size_t left_stride, std::size_t rows, const Panels& right,
                float* sums, std::size_t sums_stride) const {
    for (std::size_t first = 0; first < right.columns; first += kPanelWidth)
      unit_.multiply({left, left_stride, rows, right.panel(first), right.width(first), right.pairs,
                      sums + first, sums_stride});
  }

  const Bf16Unit& unit_;
  std::size_t tokens_;
  std::size_t width_;
  Panels keys_;    ///< (head width, tokens)
  Panels values_;  ///< (tokens, head width)
  std::size_t score_stride_;
  std::size_t weight_stride_;
  std::uint16_t* queries_;
  std::uint16_t* weights_;
  std::uint16_t* row_;  ///< two rows, rounded
  float* scores_;
  float* rows_;  ///< a scaled query; the sums of a block
  float* bias_;
};

}  // namespace

void attention_head(ConstMatrix q, ConstMatrix k, ConstMatrix v, const AttentionOptions& options, Matrix out,
                    AttentionWorkspace& workspace, AttentionRows* observer, float* log_sum_exp) {
  const KernelTable& table = active_table();
  Head head(k, v, options.bias != nullptr, workspace.buffer);
  std::array<float, kBlockRows> tops{}, totals{}, inverse{};
  for (std::size_t first = 0; first < q.rows; first += kBlockRows) {
    const std::size_t rows = std::min(kBlockRows, q.rows - first);
    const Matrix scores = head.scores(rows);
    head.score(q.row_range(first, rows), options.scale * arithmetic::kLog2E);
    if (options.bias != nullptr) options.bias->fill(first, head.bias(rows));
    table.exponentiate_scores(
        {scores, first, options.alibi_slope, head.bias(rows).data, tops.data(), totals.data()});
    for (std::size_t r = 0; r < rows; ++r) inverse[r] = 1.0F / totals[r];
    head.weigh(rows, inverse.data(), out.row_range(first, rows));
    if (log_sum_exp != nullptr)
      for (std::size_t r = 0; r < rows; ++r) log_sum_exp[first + r] = natural_log_sum(tops[r], totals[r]);
    if (observer == nullptr) continue;
    for (std::size_t r = 0; r < rows; ++r)
      for (std::size_t j = 0; j < scores.cols; ++j) scores.row(r)[j] *= inverse[r];
    observer->on_rows(first, scores);
  }
}

}  // namespace seqlens::kernels::reduced
