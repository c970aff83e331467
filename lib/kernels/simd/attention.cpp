#include "simd/targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "simd/attention.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "kernel_table.h"
#include "log_sum.h"
#include "simd/attention_packing-inl.h"
#include "simd/fill_table.h"
#include "simd/functions-inl.h"

HWY_BEFORE_NAMESPACE();
namespace seqlens::kernels::HWY_NAMESPACE {
namespace {

constexpr size_t kBlockRows = arithmetic::kAttentionRows;

/// Scores of a block of queries with one panel of keys, in units of log 2; keeps the running maxima of the
/// rows.
struct ScoreOutput {
  float* scores;
  size_t stride;
  float* maxima;  ///< 16 per row
  size_t cols;
  size_t first_row;
  size_t first_col;
  float slope;
  const float* bias;  ///< as `scores` lies, or null

  template <size_t kRows, size_t kVectors>
  HWY_INLINE void start(Tile<kRows, kVectors>& tile, size_t) const {
    tile.clear();
  }
  template <size_t kRows, size_t kVectors>
  HWY_INLINE void finish(Tile<kRows, kVectors>& tile, size_t row) const {
    const LaneMask last = first_lanes(cols - (kVectors - 1) * kLanes);
    HWY_UNROLL(12)
    for (size_t r = 0; r < kRows; ++r) {
      Lanes top = load(maxima + (row + r) * kLanes);
      HWY_UNROLL(4)
      for (size_t v = 0; v < kVectors; ++v) {
        Lanes x = tile.sum[r][v];
        if (slope != 0) x = add_distance_penalty(x, slope, first_row + row + r, first_col + v * kLanes);
        if (bias != nullptr) x = add_bias(x, bias + (row + r) * stride + v * kLanes);
        store(x, scores + (row + r) * stride + v * kLanes);
        top = v + 1 < kVectors ? max_or_second(top, x) : select(last, max_or_second(top, x), top);
      }
      store(top, maxima + (row + r) * kLanes);
    }
  }
};

/// A block of the output: the weighted sums of values over the sums of the weights.
struct ValueOutput {
  float* out;
  size_t stride;
  size_t cols;
  const float* inverse;  ///< one per row

  template <size_t kRows, size_t kVectors>
  HWY_INLINE void start(Tile<kRows, kVectors>& tile, size_t) const {
    tile.clear();
  }
  template <size_t kRows, size_t kVectors>
  HWY_INLINE void finish(Tile<kRows, kVectors>& tile, size_t row) const {
    HWY_UNROLL(12)
    for (size_t r = 0; r < kRows; ++r) {
      const Lanes factor = broadcast(inverse[row + r]);
      HWY_UNROLL(4)
      for (size_t v = 0; v < kVectors; ++v) tile.sum[r][v] = tile.sum[r][v] * factor;
    }
    tile.store_to(out + row * stride, stride, cols);
  }
};

/// x = 2^(x - top) over n elements; zero up to the next whole vector. Returns the sums in 16 lanes.
HWY_INLINE Lanes exponentiate(float* x, float top, size_t n) {
  const Lanes tops = broadcast(top);
  Lanes sum = zero_lanes();
  const size_t whole = n / kLanes * kLanes;
  for (size_t i = 0; i < whole; i += kLanes) {
    const Lanes e = exp2_below(load(x + i) - tops);
    store(e, x + i);
    sum = sum + e;
  }
  if (whole < n) {
    const Lanes e = select(first_lanes(n - whole), exp2_below(load(x + whole) - tops), zero_lanes());
    store(e, x + whole);
    sum = sum + e;
  }
  return sum;
}

void multiply_row(float* x, float factor, size_t n) {
  const Lanes factors = broadcast(factor);
  for (size_t i = 0; i < n; i += kLanes)
    store(load(x + i) * factors, x + i);  // rows are padded to whole vectors
}

/// One head in flight: where its copies lie in the workspace.
struct Head {
  size_t tokens;
  size_t width;
  size_t values_width;   ///< padded to whole vectors
  size_t queries_width;  ///< padded
  size_t stride;         ///< of scores
  float* keys;
  float* values;
  float* queries;
  float* scores;
  float* maxima;  ///< 16 per row
  float* bias;    ///< as scores; null without one

  Head(ConstMatrix k, ConstMatrix v, bool has_bias, AlignedBuffer& buffer)
      : tokens(k.rows),
        width(k.cols),
        values_width(round_up(v.cols, kLanes)),
        queries_width(round_up(k.cols, kLanes)),
        stride(score_stride(k.rows)) {
    const size_t keys_size = transposed_size(tokens, width);
    const size_t values_size = tokens * values_width;
    const size_t queries_size = kBlockRows * queries_width;
    const size_t scores_size = kBlockRows * stride;
    buffer.reserve(keys_size + values_size + queries_size + (has_bias ? 2 : 1) * scores_size +
                   kBlockRows * kLanes);
    keys = buffer.data();
    values = keys + keys_size;
    queries = values + values_size;
    scores = queries + queries_size;
    maxima = scores + scores_size;
    bias = has_bias ? maxima + kBlockRows * kLanes : nullptr;
    pack_transposed(k, keys);
    pack_rows(v, 1.0F, values);
  }
};

/// scores = queries keys^T for a block of `rows` queries from `first` on, and the maxima.
void compute_scores(const Head& head, ConstMatrix q, size_t first, size_t rows,
                    const AttentionOptions& options) {
  pack_rows({q.data + first * q.stride, rows, q.cols, q.stride}, options.scale * arithmetic::kLog2E,
            head.queries);
  if (head.bias != nullptr) options.bias->fill(first, {head.bias, rows, head.tokens, head.stride});
  for (size_t r = 0; r < rows; ++r) store(broadcast(-__builtin_inff()), head.maxima + r * kLanes);
  for (size_t col = 0; col < head.tokens; col += kPanelWidth) {
    const size_t cols = HWY_MIN(kPanelWidth, head.tokens - col);
    const ScoreOutput out = {head.scores + col,
                             head.stride,
                             head.maxima,
                             cols,
                             first,
                             col,
                             options.alibi_slope * arithmetic::kLog2E,
                             head.bias == nullptr ? nullptr : head.bias + col};
    run_rows({head.queries, head.queries_width, 1, head.keys + col * head.width, kPanelWidth, head.width},
             rows, cols, out);
  }
}

/// out = scores values / sums for a block of rows.
void compute_values(const Head& head, size_t rows, const float* inverse, Matrix out) {
  for (size_t col = 0; col < out.cols; col += kPanelWidth) {
    const size_t cols = HWY_MIN(kPanelWidth, out.cols - col);
    const ValueOutput tile_out = {out.data + col, out.stride, cols, inverse};
    run_rows({head.scores, head.stride, 1, head.values + col, head.values_width, head.tokens}, rows, cols,
             tile_out);
  }
}

struct RowSums {
  float top[kBlockRows];
  HWY_ALIGN float total[kLanes];
  HWY_ALIGN float inverse[kLanes];
};
static_assert(kBlockRows <= kLanes);

/// scores = 2^(scores - top), the tops from the maxima of 16 lanes a row, and the sums of the rows. One loop
/// for each step: within a row they wait for each other, and the processor looks ahead by about two rows
/// only.
HWY_INLINE void exponentiate_rows(ConstMatrix maxima, Matrix scores, float* top, float* total) {
  HWY_ALIGN float lanes[kBlockRows * kLanes];
  for (size_t r = 0; r < scores.rows; ++r) top[r] = max_lanes(load(maxima.data + r * kLanes));
  for (size_t r = 0; r < scores.rows; ++r)
    store(exponentiate(scores.data + r * scores.stride, top[r], scores.cols), lanes + r * kLanes);
  for (size_t r = 0; r < scores.rows; ++r) total[r] = add_lanes(load(lanes + r * kLanes));
}

void exponentiate_rows(const Head& head, size_t rows, RowSums& sums) {
  store(broadcast(1.0F), sums.total);
  exponentiate_rows({head.maxima, rows, kLanes}, {head.scores, rows, head.tokens, head.stride}, sums.top,
                    sums.total);
  store(broadcast(1.0F) / load(sums.total), sums.inverse);
}

/// Adds the terms of the places to 16 scores.
struct PlaceTerms {
  float slope;
  const float* bias;  ///< of the row, or null
  size_t query;

  HWY_INLINE Lanes add(Lanes x, size_t key) const {
    if (slope != 0) x = add_distance_penalty(x, slope, query, key);
    return bias != nullptr ? add_bias(x, bias + key) : x;
  }
};

/// Adds the terms to a row; its maxima in 16 lanes.
HWY_INLINE Lanes finish_scores(float* row, size_t n, const PlaceTerms& terms) {
  Lanes top = broadcast(-__builtin_inff());
  const bool as_they_are = terms.slope == 0 && terms.bias == nullptr;
  const size_t whole = n / kLanes * kLanes;
  for (size_t i = 0; i < whole; i += kLanes) {
    const Lanes x = terms.add(load(row + i), i);
    if (!as_they_are) store(x, row + i);
    top = max_or_second(top, x);
  }
  if (whole == n) return top;
  const Lanes x = terms.add(load(row + whole), whole);
  store(x, row + whole);
  return select(first_lanes(n - whole), max_or_second(top, x), top);
}

void exponentiate_scores(const ScoreBlock& block) {
  HWY_ALIGN float maxima[kBlockRows * kLanes];
  const Matrix& scores = block.scores;
  for (size_t r = 0; r < scores.rows; ++r) {
    const float* bias = block.bias != nullptr ? block.bias + r * scores.stride : nullptr;
    store(finish_scores(scores.data + r * scores.stride, scores.cols,
                        {block.alibi_slope * arithmetic::kLog2E, bias, block.first_query + r}),
          maxima + r * kLanes);
  }
  exponentiate_rows({maxima, scores.rows, kLanes}, scores, block.tops, block.totals);
}

void attention_head(ConstMatrix q, ConstMatrix k, ConstMatrix v, const AttentionOptions& options, Matrix out,
                    AttentionWorkspace& workspace, AttentionRows* observer, float* log_sum_exp) {
  const Head head(k, v, options.bias != nullptr, workspace.buffer);
  RowSums sums;
  for (size_t first = 0; first < q.rows; first += kBlockRows) {
    const size_t rows = HWY_MIN(kBlockRows, q.rows - first);
    compute_scores(head, q, first, rows, options);
    exponentiate_rows(head, rows, sums);
    compute_values(head, rows, sums.inverse, {out.data + first * out.stride, rows, out.cols, out.stride});
    if (log_sum_exp != nullptr) {
      for (size_t r = 0; r < rows; ++r) log_sum_exp[first + r] = natural_log_sum(sums.top[r], sums.total[r]);
    }
    if (observer != nullptr) {
      for (size_t r = 0; r < rows; ++r)
        multiply_row(head.scores + r * head.stride, sums.inverse[r], head.tokens);
      observer->on_rows(first, {head.scores, rows, head.tokens, head.stride});
    }
  }
}

}  // namespace

void fill_attention(KernelTable& table) {
  table.attention_head = attention_head;
  table.exponentiate_scores = exponentiate_scores;
}

}  // namespace seqlens::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
