#include "seqlens/motif/site_scanner.h"

#include <algorithm>

namespace seqlens::motif {
namespace {

constexpr std::size_t words_of(std::size_t letters) {
  return std::size_t{1} << (2 * letters);
}

std::array<std::int32_t, 4> other_strand(const std::array<std::int32_t, 4>& steps) {
  return {steps[3], steps[2], steps[1], steps[0]};
}

}  // namespace

void WordCodes::assign(std::string_view bases, std::size_t k) {
  const auto none = static_cast<std::uint16_t>(words_of(kLongest));
  const std::uint32_t mask = static_cast<std::uint32_t>(words_of(k)) - 1;
  codes_.assign(bases.size(), none);
  std::uint32_t code = 0;
  std::size_t known = 0;
  for (std::size_t i = 0; i < bases.size(); ++i) {
    const std::size_t letter = letter_index(bases[i]);
    known = letter < 4 ? known + 1 : 0;
    code = ((code << 2) | (letter & 3)) & mask;
    if (known >= k) codes_[i + 1 - k] = static_cast<std::uint16_t>(code);
  }
}

SiteScanner::SiteScanner(const ScoreMatrix& matrix)
    : width_(matrix.width()), word_(std::min(matrix.width(), WordCodes::kLongest)) {
  for (std::size_t offset = 0; offset + word_ < width_; offset += word_) offsets_.push_back(offset);
  offsets_.push_back(width_ - word_);
  // No other words make a sum that holds it 0 or more.
  const std::int32_t no_site = -matrix.most_steps() - 1;
  for (std::size_t strand = 0; strand < 2; ++strand) {
    tables_[strand].assign(kNumbers * offsets_.size(), no_site);
    std::size_t column = 0;  // the next one that no table has
    for (std::size_t w = 0; w < offsets_.size(); ++w) {
      std::int32_t* table = tables_[strand].data() + w * kNumbers;
      std::fill(table, table + words_of(word_), 0);
      for (; column < offsets_[w] + word_; ++column) {
        const auto steps =
            strand == 0 ? matrix.steps(column) : other_strand(matrix.steps(width_ - 1 - column));
        const std::size_t shift = 2 * (word_ - 1 - (column - offsets_[w]));
        for (std::size_t code = 0; code < words_of(word_); ++code) table[code] += steps[(code >> shift) & 3];
      }
    }
  }
}

Interval SiteScanner::fitting(const WordCodes& codes, Interval starts) const {
  const auto last = static_cast<std::int64_t>(codes.bases()) - static_cast<std::int64_t>(width_) + 1;
  return {std::max<std::int64_t>(starts.begin, 0), std::min(starts.end, last)};
}

void SiteScanner::sum(const WordCodes& codes, std::int64_t start, std::size_t count, std::size_t strand,
                      Block& sums) const {
  const std::int32_t* table = tables_[strand].data();
  const std::uint16_t* code = codes.data() + start + offsets_[0];
  for (std::size_t i = 0; i < count; ++i) sums[i] = table[code[i]];
  for (std::size_t w = 1; w < offsets_.size(); ++w) {
    table += kNumbers;
    code = codes.data() + start + offsets_[w];
    for (std::size_t i = 0; i < count; ++i) sums[i] += table[code[i]];
  }
}

void SiteScanner::scan(const WordCodes& codes, Interval starts, std::int32_t least,
                       const std::function<void(std::int64_t, std::int32_t, Strand)>& found) const {
  const Interval places = fitting(codes, starts);
  Block forward, reverse;
  for (std::int64_t start = places.begin; start < places.end; start += kBlock) {
    const auto count = static_cast<std::size_t>(std::min<std::int64_t>(kBlock, places.end - start));
    sum(codes, start, count, 0, forward);
    sum(codes, start, count, 1, reverse);
    for (std::size_t i = 0; i < count; ++i) {
      if (std::max(forward[i], reverse[i]) < least) continue;
      const std::int64_t at = start + static_cast<std::int64_t>(i);
      if (forward[i] >= least) found(at, forward[i], Strand::forward);
      if (reverse[i] >= least) found(at, reverse[i], Strand::reverse);
    }
  }
}

std::optional<BestSite> SiteScanner::best(const WordCodes& codes, Interval starts) const {
  const Interval places = fitting(codes, starts);
  BestSite best{-1, 0, Strand::forward};
  Block forward, reverse;
  for (std::int64_t start = places.begin; start < places.end; start += kBlock) {
    const auto count = static_cast<std::size_t>(std::min<std::int64_t>(kBlock, places.end - start));
    sum(codes, start, count, 0, forward);
    sum(codes, start, count, 1, reverse);
    for (std::size_t i = 0; i < count; ++i) {
      if (std::max(forward[i], reverse[i]) <= best.steps) continue;
      best = {std::max(forward[i], reverse[i]), start + static_cast<std::int64_t>(i),
              forward[i] >= reverse[i] ? Strand::forward : Strand::reverse};
    }
  }
  if (best.steps < 0) return std::nullopt;
  return best;
}

}  // namespace seqlens::motif
