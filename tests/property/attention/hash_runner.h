#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/attention/base_profile.h"
#include "seqlens/attention/window_runner.h"
#include "seqlens/core/dna.h"

namespace seqlens::test {

using namespace seqlens::attention;

/// A runner without a model: the attention of a head is a hash of the letters of a window and its flanks, on
/// a coarse scale (so that neighbours are often equal), each row summing to 1. Positions stand for 3 bases,
/// the last one for what is left; the first stands for none, as a special token. The reverse strand is read
/// from its end.
class HashRunner final : public WindowRunner {
 public:
  static constexpr std::int64_t kPlace = 3;

  HashRunner(const ReductionPlan& plan, MakeSink make_sink, std::int64_t window, std::int64_t stride,
             std::int64_t flank = 0)
      : plan_(plan), make_sink_(std::move(make_sink)), window_(window), stride_(stride), flank_(flank) {}

  [[nodiscard]] std::int64_t window_bases() const override { return window_; }
  [[nodiscard]] std::int64_t stride_bases() const override { return stride_; }
  [[nodiscard]] std::int64_t flank_bases() const override { return flank_; }

  scan::StretchCounts run(const Stretch& stretch, const Take& take) const override {
    scan::StretchCounts counts;
    const auto size = static_cast<std::int64_t>(stretch.bases.size()) - 2 * flank_;
    std::int64_t end = 0;
    for (std::int64_t at = 0; at + window_ <= size; at += stride_) {
      end = at + window_;
      run_window(stretch, {at, end}, counts, take);
    }
    if (stretch.last && end < size) {
      const std::int64_t at = size < window_ ? 0 : end - window_ + stride_;
      run_window(stretch, {at, size}, counts, take);
    }
    return counts;
  }

  /// A of a head, query by key.
  [[nodiscard]] static std::vector<float> attention(std::string_view seen, std::size_t positions, int layer,
                                                    int head) {
    std::vector<float> rows(positions * positions);
    for (std::size_t i = 0; i < positions; ++i) {
      float sum = 0;
      for (std::size_t j = 0; j < positions; ++j) {
        const std::uint64_t mix =
            hash(seen) ^ (i * 31 + j * 17 + static_cast<std::size_t>(layer * 7 + head) * 1009);
        rows[i * positions + j] = static_cast<float>(1 + (mix * 0x9e3779b97f4a7c15U >> 61U));
        sum += rows[i * positions + j];
      }
      for (std::size_t j = 0; j < positions; ++j) rows[i * positions + j] /= sum;
    }
    return rows;
  }

  /// Of a window, in the order of its strand.
  [[nodiscard]] static std::vector<Interval> places(const Interval& window, Strand strand) {
    std::vector<Interval> result{{window.begin, window.begin}};
    for (std::int64_t b = 0; b < window.length(); b += kPlace) {
      const Interval place{b, std::min(b + kPlace, window.length())};
      const Interval forward = strand == Strand::reverse ? mirrored(place, window.length()) : place;
      result.push_back({window.begin + forward.begin, window.begin + forward.end});
    }
    return result;
  }

 private:
  static std::uint64_t hash(std::string_view text) {
    std::uint64_t value = 0xcbf29ce484222325U;
    for (const char letter : text) value = (value ^ static_cast<unsigned char>(letter)) * 0x100000001b3U;
    return value ^ (value >> 29U);
  }

  void run_window(const Stretch& stretch, const Interval& window, scan::StretchCounts& counts,
                  const Take& take) const {
    const Interval bases{stretch.begin + window.begin, stretch.begin + window.end};
    const std::string seen(stretch.bases.substr(static_cast<std::size_t>(window.begin),
                                                static_cast<std::size_t>(window.length() + 2 * flank_)));
    for (const Strand strand : {Strand::forward, Strand::reverse}) {
      ++counts.windows;
      const auto at = places(bases, strand);
      const auto sink = make_sink_();
      sink->begin(at.size(), {});
      for (const HeadId& head : plan_.heads) {
        const auto rows = attention(strand == Strand::reverse ? reverse_complement(seen) : seen, at.size(),
                                    head.layer, head.head);
        sink->on_rows(0, head.layer, head.head, 0, {rows.data(), at.size(), at.size()});
      }
      ++counts.encoded;
      take({bases, strand, 0, at, *sink});
    }
  }

  const ReductionPlan& plan_;
  MakeSink make_sink_;
  std::int64_t window_;
  std::int64_t stride_;
  std::int64_t flank_;
};

}  // namespace seqlens::test
