#include "simd/targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "simd/attention_backward.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "kernel_table.h"
#include "simd/attention_packing-inl.h"
#include "simd/fill_table.h"
#include "simd/functions-inl.h"
#include "simd/row_reductions-inl.h"

HWY_BEFORE_NAMESPACE();
namespace seqlens::kernels::HWY_NAMESPACE {
namespace {

// Queries at a time: the sums over queries (dk, dv) are loaded and stored once a block, so a block must be
// long, and its two matrices of (72, T) stay in L2.
constexpr size_t kBlockRows = 72;

/// P = 2^(scores - log_sums): the probabilities of a block of queries and a panel of keys.
struct ProbabilityOutput {
  float* p;
  size_t stride;
  const float* log_sums;  ///< of each row, in units of log 2
  size_t first_row;
  size_t first_col;
  float slope;
  const float* bias;  ///< as `p` lies, or null

  template <size_t kRows, size_t kVectors>
  HWY_INLINE void start(Tile<kRows, kVectors>& tile, size_t) const {
    tile.clear();
  }
  template <size_t kRows, size_t kVectors>
  HWY_INLINE void finish(Tile<kRows, kVectors>& tile, size_t row) const {
    float* out = p + row * stride;
    if (slope != 0) {
      HWY_UNROLL(12)
      for (size_t r = 0; r < kRows; ++r) {
        HWY_UNROLL(4)
        for (size_t v = 0; v < kVectors; ++v) {
          tile.sum[r][v] =
              add_distance_penalty(tile.sum[r][v], slope, first_row + row + r, first_col + v * kLanes);
        }
      }
    }
    if (bias != nullptr) {
      HWY_UNROLL(12)
      for (size_t r = 0; r < kRows; ++r) {
        HWY_UNROLL(4)
        for (size_t v = 0; v < kVectors; ++v)
          tile.sum[r][v] = add_bias(tile.sum[r][v], bias + (row + r) * stride + v * kLanes);
      }
    }
    tile.store_to(out, stride, kVectors * kLanes);
    for (size_t r = 0; r < kRows; ++r) {
      const Lanes total = broadcast(log_sums[row + r]);
      HWY_UNROLL(4)
      for (size_t v = 0; v < kVectors; ++v) {
        float* place = out + r * stride + v * kLanes;
        store(exp2_below(load(place) - total), place);
      }
    }
  }
};

/// dS = P (dP - mean), where dP = dout v^T is the tile and mean = dout . out of the row.
struct ScoreGradientOutput {
  const float* p;
  float* ds;
  size_t stride;
  const float* means;

  template <size_t kRows, size_t kVectors>
  HWY_INLINE void start(Tile<kRows, kVectors>& tile, size_t) const {
    tile.clear();
  }
  template <size_t kRows, size_t kVectors>
  HWY_INLINE void finish(Tile<kRows, kVectors>& tile, size_t row) const {
    HWY_UNROLL(12)
    for (size_t r = 0; r < kRows; ++r) {
      const Lanes mean = broadcast(means[row + r]);
      const size_t place = (row + r) * stride;
      HWY_UNROLL(4)
      for (size_t v = 0; v < kVectors; ++v) {
        store(load(p + place + v * kLanes) * (tile.sum[r][v] - mean), ds + place + v * kLanes);
      }
    }
  }
};

/// Sums that may go on from an earlier block, times `factor` at the end.
struct SumOutput {
  float* c;
  size_t c_row;
  size_t cols;
  bool resume;
  float factor;

  template <size_t kRows, size_t kVectors>
  HWY_INLINE void start(Tile<kRows, kVectors>& tile, size_t row) const {
    if (resume) {
      tile.load_from(c + row * c_row, c_row, cols);
    } else {
      tile.clear();
    }
  }
  template <size_t kRows, size_t kVectors>
  HWY_INLINE void finish(Tile<kRows, kVectors>& tile, size_t row) const {
    if (factor != 1.0F) {
      const Lanes factors = broadcast(factor);
      HWY_UNROLL(12)
      for (size_t r = 0; r < kRows; ++r) {
        HWY_UNROLL(4)
        for (size_t v = 0; v < kVectors; ++v) tile.sum[r][v] = tile.sum[r][v] * factors;
      }
    }
    tile.store_to(c + row * c_row, c_row, cols);
  }
};

/// c (+)= a b over all columns of c; `in.b` holds rows of whole vectors.
void multiply_into(TileInput in, Matrix c, bool resume, float factor) {
  const float* b = in.b;
  for (size_t col = 0; col < c.cols; col += kPanelWidth) {
    const size_t cols = HWY_MIN(kPanelWidth, c.cols - col);
    in.b = b + col;
    run_rows(in, c.rows, cols, SumOutput{c.data + col, c.stride, cols, resume, factor});
  }
}

/// The backward pass of one head, in blocks of queries.
class Backward {
 public:
  Backward(const AttentionBackward& x, AlignedBuffer& buffer)
      : x_(x),
        tokens_(x.k.rows),
        width_(round_up(x.k.cols, kLanes)),
        value_width_(round_up(x.v.cols, kLanes)),
        stride_(score_stride(x.k.rows)) {
    const size_t rows = HWY_MIN(kBlockRows, x.q.rows);
    const size_t keys_size = transposed_size(tokens_, x.k.cols);
    const size_t values_size = transposed_size(tokens_, x.v.cols);
    const size_t row_keys_size = tokens_ * width_;
    const size_t scores_size = rows * stride_;
    const bool has_bias = x.options.bias != nullptr;
    buffer.reserve(keys_size + values_size + row_keys_size + (has_bias ? 3 : 2) * scores_size +
                   rows * (2 * width_ + value_width_));
    keys_ = buffer.data();
    values_ = keys_ + keys_size;
    row_keys_ = values_ + values_size;
    p_ = row_keys_ + row_keys_size;
    ds_ = p_ + scores_size;
    scaled_queries_ = ds_ + scores_size;
    queries_ = scaled_queries_ + rows * width_;
    dout_ = queries_ + rows * width_;
    bias_ = has_bias ? dout_ + rows * value_width_ : nullptr;
    pack_transposed(x.k, keys_);
    pack_transposed(x.v, values_);
    pack_rows(x.k, 1.0F, row_keys_);
  }

  void run() {
    for (size_t first = 0; first < x_.q.rows; first += kBlockRows) {
      const size_t rows = HWY_MIN(kBlockRows, x_.q.rows - first);
      pack_block(first, rows);
      compute_score_gradients(first, rows);
      if (x_.score_gradients != nullptr) x_.score_gradients->on_rows(first, {ds_, rows, tokens_, stride_});
      accumulate(first, rows);
    }
  }

 private:
  static ConstMatrix rows_of(ConstMatrix x, size_t first, size_t rows) {
    return {x.data + first * x.stride, rows, x.cols, x.stride};
  }

  void pack_block(size_t first, size_t rows) {
    pack_rows(rows_of(x_.q, first, rows), x_.options.scale * arithmetic::kLog2E, scaled_queries_);
    pack_rows(rows_of(x_.q, first, rows), 1.0F, queries_);
    pack_rows(rows_of(x_.dout, first, rows), 1.0F, dout_);
    for (size_t r = 0; r < rows; ++r) {
      log_sums_[r] = x_.log_sum_exp[first + r] * arithmetic::kLog2E;
      means_[r] = dot_of(x_.dout.data + (first + r) * x_.dout.stride,
                         x_.out.data + (first + r) * x_.out.stride, x_.v.cols);
    }
  }

  void compute_score_gradients(size_t first, size_t rows) {
    const float slope = x_.options.alibi_slope * arithmetic::kLog2E;
    if (bias_ != nullptr) x_.options.bias->fill(first, {bias_, rows, tokens_, stride_});
    for (size_t col = 0; col < tokens_; col += kPanelWidth) {
      const size_t cols = HWY_MIN(kPanelWidth, tokens_ - col);
      run_rows({scaled_queries_, width_, 1, keys_ + col * x_.k.cols, kPanelWidth, x_.k.cols}, rows, cols,
               ProbabilityOutput{p_ + col, stride_, log_sums_, first, col, slope,
                                 bias_ == nullptr ? nullptr : bias_ + col});
      run_rows({dout_, value_width_, 1, values_ + col * x_.v.cols, kPanelWidth, x_.v.cols}, rows, cols,
               ScoreGradientOutput{p_ + col, ds_ + col, stride_, means_});
    }
  }

  void accumulate(size_t first, size_t rows) {
    const bool resume = first > 0;
    const bool last = first + rows == x_.q.rows;
    multiply_into({ds_, stride_, 1, row_keys_, width_, tokens_},
                  {x_.dq.data + first * x_.dq.stride, rows, x_.dq.cols, x_.dq.stride}, false,
                  x_.options.scale);
    multiply_into({ds_, 1, stride_, queries_, width_, rows}, x_.dk, resume, last ? x_.options.scale : 1.0F);
    multiply_into({p_, 1, stride_, dout_, value_width_, rows}, x_.dv, resume, 1.0F);
  }

  const AttentionBackward& x_;
  size_t tokens_, width_, value_width_, stride_;
  float *keys_, *values_, *row_keys_, *p_, *ds_, *scaled_queries_, *queries_, *dout_, *bias_;
  float log_sums_[kBlockRows];
  float means_[kBlockRows];
};

void attention_head_backward(const AttentionBackward& x, AttentionWorkspace& workspace) {
  Backward(x, workspace.buffer).run();
}

}  // namespace

void fill_attention_backward(KernelTable& table) {
  table.attention_head_backward = attention_head_backward;
}

}  // namespace seqlens::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
