#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace seqlens {

/// Seeded random numbers, the same on every machine: xoshiro256** (Blackman & Vigna 2018), seeded by
/// splitmix64. A plain value: copy it to fork a stream, store state() to resume one.
class Random {
 public:
  using State = std::array<std::uint64_t, 4>;

  explicit Random(std::uint64_t seed);
  explicit Random(const State& state) : state_(state) {}

  /// An independent stream for one item of work, so that results do not depend on who does it when.
  static Random for_item(std::uint64_t seed, std::uint64_t item);

  std::uint64_t next();
  /// Uniform in [0, bound), without bias. bound > 0.
  std::uint64_t below(std::uint64_t bound);
  /// Uniform in [0, 1), 53 bits.
  double uniform();
  /// Standard normal (Box-Muller, one of the pair; no hidden state).
  double normal();

  [[nodiscard]] const State& state() const { return state_; }

 private:
  State state_;
};

/// Fisher-Yates, in place.
template <class T>
void shuffle(std::span<T> items, Random& random) {
  for (std::size_t i = items.size(); i > 1; --i) {
    using std::swap;
    swap(items[i - 1], items[random.below(i)]);
  }
}

}  // namespace seqlens
