#include "seqlens/motif/halves.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>

#include "seqlens/core/random.h"
#include "seqlens/motif/matrix.h"

namespace seqlens::motif {
namespace {

constexpr double kLargestGroup = 0.6;
constexpr std::int64_t kNear = 1000;

/// Sets that are joined.
class Groups {
 public:
  explicit Groups(std::size_t count) : parent_(count) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
  }

  std::size_t root(std::size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void join(std::size_t a, std::size_t b) {
    a = root(a);
    b = root(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }
  /// Members of each, by the first one.
  std::vector<std::vector<std::size_t>> members() {
    std::map<std::size_t, std::vector<std::size_t>> by_root;
    for (std::size_t i = 0; i < parent_.size(); ++i) by_root[root(i)].push_back(i);
    std::vector<std::vector<std::size_t>> all;
    for (auto& [first, some] : by_root) all.push_back(std::move(some));
    return all;
  }

 private:
  std::vector<std::size_t> parent_;
};

/// Joins sequences of the same key; those without one stay alone. @return whether any has one
template <class Key>
bool join_by(Groups& groups, std::span<const SequencePlace> places, Key key) {
  std::map<std::string, std::size_t> first;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const std::string text = key(places[i]);
    if (text.empty()) continue;
    const auto [found, is_new] = first.emplace(text, i);
    if (!is_new) groups.join(found->second, i);
  }
  return !first.empty();
}

bool join_overlapping(Groups& groups, std::span<const SequencePlace> places) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < places.size(); ++i)
    if (!places[i].chromosome.empty() && !places[i].interval.empty()) order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::tie(places[a].chromosome, places[a].interval.begin) <
           std::tie(places[b].chromosome, places[b].interval.begin);
  });
  std::optional<std::size_t> last;  // of those so far the one that ends last
  for (const std::size_t i : order) {
    if (last && places[*last].chromosome == places[i].chromosome &&
        places[i].interval.begin < places[*last].interval.end + kNear)
      groups.join(*last, i);
    if (!last || places[*last].chromosome != places[i].chromosome ||
        places[i].interval.end > places[*last].interval.end)
      last = i;
  }
  return !order.empty();
}

bool even_enough(Groups& groups, std::size_t sequences) {
  std::size_t largest = 0;
  for (const auto& some : groups.members()) largest = std::max(largest, some.size());
  return static_cast<double>(largest) <= kLargestGroup * static_cast<double>(sequences);
}

Halves dealt(Groups& groups, std::size_t sequences, std::string by, std::uint64_t seed) {
  auto all = groups.members();
  Random random(seed);
  shuffle(std::span(all), random);
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  Halves halves{std::vector<std::uint8_t>(sequences), all.size(), std::move(by)};
  std::array<std::size_t, 2> sizes{};
  for (const auto& some : all) {
    const std::uint8_t half = sizes[1] < sizes[0] ? 1 : 0;
    sizes[half] += some.size();
    for (const std::size_t i : some) halves.half[i] = half;
  }
  return halves;
}

}  // namespace

Halves split_in_halves(std::span<const SequencePlace> places, std::uint64_t seed) {
  Groups named(places.size());
  const bool chromosomes = join_by(named, places, [](const auto& place) { return place.chromosome; });
  const bool clusters = join_by(named, places, [](const auto& place) { return place.cluster; });
  if ((chromosomes || clusters) && even_enough(named, places.size())) {
    const std::string by = chromosomes && clusters ? "chromosome or cluster"
                           : chromosomes           ? "chromosome"
                                                   : "cluster";
    return dealt(named, places.size(), by, seed);
  }
  Groups near(places.size());
  bool joined = join_overlapping(near, places);
  joined = join_by(near, places, [](const auto& place) { return place.cluster; }) || joined;
  if (joined && even_enough(near, places.size())) return dealt(near, places.size(), "overlap", seed);
  Groups single(places.size());
  return dealt(single, places.size(), "record", seed);
}

double gc_share(std::string_view bases) {
  std::array<std::size_t, 5> counts{};
  for (const char base : bases) ++counts[letter_index(base)];
  const std::size_t all = counts[0] + counts[1] + counts[2] + counts[3];
  return all == 0 ? 0 : static_cast<double>(counts[1] + counts[2]) / static_cast<double>(all);
}

std::vector<std::int64_t> match_gc(std::span<const double> positives, std::span<const double> negatives,
                                   double tolerance) {
  const auto sorted = [](std::span<const double> values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    return order;
  };
  const auto order = sorted(positives), others = sorted(negatives);
  std::vector<std::int64_t> matched(positives.size(), -1);
  std::size_t next = 0;
  for (const std::size_t i : order) {
    while (next < others.size() && negatives[others[next]] < positives[i] - tolerance) ++next;
    if (next == others.size()) break;
    if (negatives[others[next]] <= positives[i] + tolerance)
      matched[i] = static_cast<std::int64_t>(others[next++]);
  }
  return matched;
}

}  // namespace seqlens::motif
