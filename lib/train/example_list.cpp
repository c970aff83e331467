#include "seqlens/train/example_list.h"

#include <bit>
#include <map>
#include <span>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/random.h"

namespace seqlens::train {

ExampleList::ExampleList(std::vector<Example> examples, Order order, std::uint64_t seed)
    : examples_(std::move(examples)), order_(order), seed_(seed) {
  if (examples_.empty()) throw Error("there is no example");
}

Example ExampleList::example(std::uint64_t epoch, std::uint64_t index) const {
  if (order_ == Order::as_given) return examples_[index];
  const std::uint64_t key = Random::for_item(seed_, epoch).next();
  return examples_[permuted(index, examples_.size(), key)];
}

std::uint64_t permuted(std::uint64_t index, std::uint64_t size, std::uint64_t key) {
  const auto half_bits = static_cast<unsigned>((std::bit_width(size - 1) + 1) / 2);
  const std::uint64_t mask = (1ULL << half_bits) - 1;
  do {
    std::uint64_t left = index >> half_bits;
    std::uint64_t right = index & mask;
    for (std::uint64_t round = 0; round < 4; ++round) {
      const std::uint64_t mixed = Random::for_item(key + round, right).next();
      const std::uint64_t next = left ^ (mixed & mask);
      left = right;
      right = next;
    }
    index = (left << half_bits) | right;
  } while (index >= size);
  return index;
}

std::vector<bool> split_by_group(const std::vector<std::string>& groups, double fraction,
                                 std::uint64_t seed) {
  std::vector<bool> dev(groups.size(), false);
  if (fraction <= 0) return dev;
  std::map<std::string, std::vector<std::size_t>> members;
  for (std::size_t i = 0; i < groups.size(); ++i) members[groups[i]].push_back(i);
  if (members.size() < 2) {
    throw Error(
        fmt::format("all {} records are of one group, so none can be kept back for the dev set; give another "
                    "group or a dev set of its own",
                    groups.size()));
  }
  std::vector<const std::vector<std::size_t>*> order;
  for (const auto& [name, indices] : members) order.push_back(&indices);
  Random random(seed);
  shuffle(std::span(order), random);
  const double wanted = fraction * static_cast<double>(groups.size());
  std::size_t taken = 0;
  for (std::size_t g = 0; g + 1 < order.size() && static_cast<double>(taken) < wanted; ++g) {
    for (const std::size_t i : *order[g]) dev[i] = true;
    taken += order[g]->size();
  }
  return dev;
}

}  // namespace seqlens::train
