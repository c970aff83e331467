#include <algorithm>
#include <numeric>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/train/example_list.h"

using namespace seqlens;
using namespace seqlens::train;

namespace {

std::vector<Example> numbered(int count) {
  std::vector<Example> examples;
  for (int i = 0; i < count; ++i) examples.push_back({{i}, 0, 1.0F});
  return examples;
}

std::vector<int> order_of(const ExampleList& list, std::uint64_t epoch) {
  std::vector<int> order;
  for (std::uint64_t i = 0; i < list.size(); ++i) order.push_back(list.example(epoch, i).tokens[0]);
  return order;
}

}  // namespace

TEST_CASE("a shuffled epoch holds every example once and each epoch in another order") {
  for (const int count : {1, 2, 3, 16, 17, 1000}) {
    const ExampleList list(numbered(count), ExampleList::Order::shuffled, 4);
    std::vector<int> first = order_of(list, 0);
    CHECK(first == order_of(list, 0));
    if (count > 16) CHECK(first != order_of(list, 1));
    std::ranges::sort(first);
    std::vector<int> all(static_cast<std::size_t>(count));
    std::iota(all.begin(), all.end(), 0);
    CHECK(first == all);
  }
}

TEST_CASE("examples as given stay in order") {
  const ExampleList list(numbered(5), ExampleList::Order::as_given);
  CHECK(order_of(list, 3) == std::vector<int>{0, 1, 2, 3, 4});
}

TEST_CASE("an empty list is refused") {
  CHECK_THROWS_WITH(ExampleList({}, ExampleList::Order::as_given), "there is no example");
}

TEST_CASE("a split never divides a group") {
  std::vector<std::string> groups;
  for (int i = 0; i < 100; ++i) groups.push_back(std::to_string(i / 7));
  const std::vector<bool> dev = split_by_group(groups, 0.2, 1);
  const auto count = std::count(dev.begin(), dev.end(), true);
  CHECK(count >= 20);
  CHECK(count < 27);
  for (std::size_t i = 1; i < groups.size(); ++i) {
    if (groups[i] == groups[i - 1]) CHECK(dev[i] == dev[i - 1]);
  }
  CHECK(dev == split_by_group(groups, 0.2, 1));
  CHECK(dev != split_by_group(groups, 0.2, 2));
}

TEST_CASE("one group cannot be split") {
  CHECK_THROWS_WITH(
      split_by_group({"a", "a"}, 0.5, 1),
      "all 2 records are of one group, so none can be kept back for the dev set; give another group or "
      "a dev set of its own");
  CHECK(split_by_group({"a", "a"}, 0, 1) == std::vector<bool>{false, false});
}
