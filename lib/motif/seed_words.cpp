#include "seqlens/motif/seed_words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <tuple>
#include <utility>

#include "seqlens/core/dna.h"
#include "seqlens/motif/enrichment.h"
#include "seqlens/parallel/parallel_for.h"

namespace seqlens::motif {
namespace {

/// Letters of a word in two groups with a gap between them.
struct Shape {
  std::size_t left = 0, gap = 0, right = 0;

  [[nodiscard]] std::size_t letters() const { return left + right; }
  [[nodiscard]] std::size_t length() const { return left + gap + right; }
  [[nodiscard]] std::size_t words() const { return std::size_t{1} << (2 * letters()); }
};

constexpr std::size_t kLongestGap = 10;
constexpr std::int64_t kWindow = 20, kStep = 10;
/// How far to either side of a window negatives say what is expected in it.
constexpr std::size_t kNeighbours = 3;
/// Of each shape so many words are looked at, most excess first.
constexpr std::size_t kKept = 60;

std::vector<Shape> shapes() {
  std::vector<Shape> all{{3, 0, 3}, {4, 0, 4}};
  for (std::size_t gap = 1; gap <= kLongestGap; ++gap) all.push_back({4, gap, 4});
  return all;
}

std::uint32_t turned_code(std::uint32_t code, std::size_t letters) {
  std::uint32_t turned = 0;
  for (std::size_t i = 0; i < letters; ++i) {
    turned = (turned << 2) | (3 - (code & 3));
    code >>= 2;
  }
  return turned;
}

std::string text_of(std::uint32_t code, const Shape& shape) {
  std::string letters(shape.letters(), 'A');
  for (std::size_t i = letters.size(); i-- > 0; code >>= 2) letters[i] = kLetters[code & 3];
  return letters.insert(shape.left, std::string(shape.gap, '.'));
}

/// Calls seen(start, code) for each place of the shape over letters of ACGT.
template <class Seen>
void for_each_word(const std::string& bases, const Shape& shape, Seen seen) {
  // The left group ends where the letters of the right one begin, so both are rolled on together.
  const auto roll = [](std::uint32_t code, std::size_t letter, std::size_t letters) {
    return ((code << 2) | static_cast<std::uint32_t>(letter & 3)) & ((1U << (2 * letters)) - 1);
  };
  std::uint32_t left = 0, right = 0;
  std::size_t left_known = 0, right_known = 0;
  const std::size_t ahead = shape.gap + shape.right;
  for (std::size_t i = 0; i + ahead < bases.size(); ++i) {
    const std::size_t a = letter_index(bases[i]);
    const std::size_t b = letter_index(bases[i + ahead]);
    left_known = a < 4 ? left_known + 1 : 0;
    right_known = b < 4 ? right_known + 1 : 0;
    left = roll(left, a, shape.left);
    right = roll(right, b, shape.right);
    // bases[i + ahead] ends the right group, bases[i] the left one.
    if (left_known >= shape.left && right_known >= shape.right)
      seen(i + 1 - shape.left, (left << (2 * shape.right)) | right);
  }
}

/// In how many sequences each word is, on either strand; a word and its other strand have one count.
std::vector<std::uint32_t> count_words(const ScanSet& set, const Shape& shape,
                                       const std::vector<std::uint32_t>& first_strand) {
  std::vector<std::uint32_t> counts(shape.words()), last(shape.words());
  for (std::size_t i = 0; i < set.size(); ++i) {
    for_each_word(set.bases(i), shape, [&](std::size_t /*start*/, std::uint32_t code) {
      const std::uint32_t word = first_strand[code];
      if (last[word] == i + 1) return;
      last[word] = static_cast<std::uint32_t>(i + 1);
      ++counts[word];
    });
  }
  return counts;
}

void keep_best(std::vector<SeedWord>& words, std::size_t most) {
  std::sort(words.begin(), words.end(), [](const SeedWord& a, const SeedWord& b) {
    return std::tuple(-a.excess, a.word, a.starts ? a.starts->begin : -1) <
           std::tuple(-b.excess, b.word, b.starts ? b.starts->begin : -1);
  });
  if (words.size() > most) words.resize(most);
}

std::vector<SeedWord> words_anywhere(const ScanSet& positives, const ScanSet& negatives, const Shape& shape,
                                     double least) {
  std::vector<std::uint32_t> first_strand(shape.words());
  for (std::uint32_t code = 0; code < first_strand.size(); ++code)
    first_strand[code] = std::min(code, turned_code(code, shape.letters()));
  const auto with = count_words(positives, shape, first_strand);
  const auto without = count_words(negatives, shape, first_strand);
  std::vector<SeedWord> words;
  for (std::uint32_t code = 0; code < first_strand.size(); ++code) {
    if (first_strand[code] != code) continue;
    const double z = excess({with[code], static_cast<std::int64_t>(positives.size()), without[code],
                             static_cast<std::int64_t>(negatives.size())});
    if (z >= least) words.push_back({text_of(code, shape), std::nullopt, z});
  }
  keep_best(words, kKept);
  return words;
}

/// Counts of words by step of kStep bases.
std::vector<std::vector<std::uint32_t>> count_by_step(const ScanSet& set, std::size_t steps) {
  const Shape shape{3, 0, 3};
  std::vector<std::vector<std::uint32_t>> counts(shape.words(), std::vector<std::uint32_t>(steps));
  for (std::size_t i = 0; i < set.size(); ++i)
    for_each_word(set.bases(i), shape, [&](std::size_t start, std::uint32_t code) {
      ++counts[code][start / static_cast<std::size_t>(kStep)];
    });
  return counts;
}

std::vector<SeedWord> words_in_windows(const ScanSet& positives, const ScanSet& negatives, double least) {
  const std::size_t length = positives.size() > 0 ? positives.bases(0).size() : 0;
  const auto as_long = [&](const std::string& bases) { return bases.size() == length; };
  if (!std::all_of(positives.all_bases().begin(), positives.all_bases().end(), as_long) ||
      !std::all_of(negatives.all_bases().begin(), negatives.all_bases().end(), as_long))
    return {};
  const auto steps = (length + kStep - 1) / static_cast<std::size_t>(kStep);
  if (steps < 2 * kNeighbours + 4 || negatives.size() == 0) return {};
  const auto with = count_by_step(positives, steps);
  const auto without = count_by_step(negatives, steps);
  const double ratio = static_cast<double>(positives.size()) / static_cast<double>(negatives.size());
  std::vector<SeedWord> words;
  for (std::uint32_t code = 0; code < with.size(); ++code) {
    double everywhere = 0;
    for (const std::uint32_t count : with[code]) everywhere += count;
    for (std::size_t step = 0; step + 1 < steps; ++step) {
      const double seen = with[code][step] + with[code][step + 1];
      double about = 0;
      const std::size_t low = step >= kNeighbours ? step - kNeighbours : 0;
      const std::size_t high = std::min(step + 2 + kNeighbours, steps);
      for (std::size_t i = low; i < high; ++i) about += without[code][i];
      const double by_negatives = (about + 1) * ratio * 2 / static_cast<double>(high - low);
      const double elsewhere = (everywhere - seen + 1) * 2 / static_cast<double>(steps - 2);
      const double expected = std::max(by_negatives, elsewhere);
      const double deviance = 2 * ((seen > 0 ? seen * std::log(seen / expected) : 0) - (seen - expected));
      if (seen <= expected || deviance < least * least) continue;
      const std::int64_t begin = static_cast<std::int64_t>(step) * kStep;
      words.push_back({text_of(code, {3, 0, 3}), Interval{begin, begin + kWindow}, std::sqrt(deviance)});
    }
  }
  keep_best(words, kKept);
  return words;
}

/// Letters that agree where two words lie on each other, less those that do not.
bool alike_forward(const std::string& a, const std::string& b) {
  const auto length = static_cast<std::int64_t>(a.size());
  for (std::int64_t shift = -length; shift <= static_cast<std::int64_t>(b.size()); ++shift) {
    int same = 0, other = 0;
    for (std::int64_t i = 0; i < length; ++i) {
      const std::int64_t j = i + shift;
      if (j < 0 || j >= static_cast<std::int64_t>(b.size())) continue;
      const char x = a[static_cast<std::size_t>(i)], y = b[static_cast<std::size_t>(j)];
      if (x == '.' || y == '.') continue;
      (x == y ? same : other) += 1;
    }
    if (same >= 5 && other <= 1) return true;
  }
  return false;
}

std::string turned_word(const std::string& word) {
  std::string turned(word.rbegin(), word.rend());
  for (char& letter : turned) letter = letter == '.' ? '.' : complement(letter);
  return turned;
}

bool alike(const SeedWord& a, const SeedWord& b) {
  if (a.starts && b.starts && !a.starts->overlaps(*b.starts)) return false;
  return alike_forward(a.word, b.word) || alike_forward(turned_word(a.word), b.word);
}

}  // namespace

std::vector<SeedWord> seed_words(const ScanSet& positives, const ScanSet& negatives, std::size_t most,
                                 double least, const std::vector<SeedWord>& tried) {
  const auto all_shapes = shapes();
  std::vector<std::vector<SeedWord>> by_shape(all_shapes.size() + 1);
  parallel::parallel_for(by_shape.size(), [&](std::size_t i) {
    by_shape[i] = i == 0 ? words_in_windows(positives, negatives, least)
                         : words_anywhere(positives, negatives, all_shapes[i - 1], least);
  });
  std::vector<SeedWord> words;
  for (const auto& some : by_shape) words.insert(words.end(), some.begin(), some.end());
  keep_best(words, words.size());
  std::set<std::pair<std::string, std::int64_t>> not_again;
  for (const SeedWord& word : tried) not_again.emplace(word.word, word.starts ? word.starts->begin : -1);
  std::vector<SeedWord> chosen;
  for (const SeedWord& word : words) {
    if (chosen.size() == most) break;
    if (not_again.contains({word.word, word.starts ? word.starts->begin : -1})) continue;
    if (std::none_of(chosen.begin(), chosen.end(), [&](const SeedWord& other) { return alike(word, other); }))
      chosen.push_back(word);
  }
  return chosen;
}

}  // namespace seqlens::motif
