#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "seqlens/train/example.h"

namespace seqlens::train {

/// Examples held in memory.
///
/// Shuffled: each epoch goes through all of them once, in an order that follows from (seed, epoch). In order:
/// always as given (dev sets).
class ExampleList final : public ExampleSource {
 public:
  enum class Order { as_given, shuffled };
  /// @throws Error when there is no example.
  ExampleList(std::vector<Example> examples, Order order, std::uint64_t seed = 0);

  [[nodiscard]] std::uint64_t size() const override { return examples_.size(); }
  /// O(1), stateless: the order is a keyed permutation, so any index of any epoch can be asked for.
  [[nodiscard]] Example example(std::uint64_t epoch, std::uint64_t index) const override;

 private:
  std::vector<Example> examples_;
  Order order_;
  std::uint64_t seed_;
};

/// A permutation of [0, size) that follows from the key: four Feistel rounds over the next power of four,
/// walking on while outside the range.
[[nodiscard]] std::uint64_t permuted(std::uint64_t index, std::uint64_t size, std::uint64_t key);

/// Chooses groups for the dev set until it has at least `fraction` of the records, by a seeded shuffle of the
/// distinct groups. Records of one group are never split.
/// @return one flag a record: true = dev
/// @throws Error when the fraction is positive and there are fewer than two groups.
[[nodiscard]] std::vector<bool> split_by_group(const std::vector<std::string>& groups, double fraction,
                                               std::uint64_t seed);

}  // namespace seqlens::train
