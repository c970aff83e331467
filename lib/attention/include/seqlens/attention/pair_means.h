#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "seqlens/attention/track_output.h"

namespace seqlens::attention {

/// A query and a key with the means over the windows that list them.
struct MeanPair {
  std::size_t track = 0;
  Strand strand = Strand::forward;
  Interval source;  ///< the query
  Interval target;  ///< the key
  double attention = 0;
  double z = 0;
};

/// Joins the pairs of a record's windows: each pair of places once a head and strand. The same numbers in
/// whatever order windows come.
class PairMeans {
 public:
  /// What pairs are sorted by: the start of the query (BEDPE), or of what both span (interact).
  enum class Order { source, span };
  /// @param lowest_z  pairs below are left out.
  PairMeans(Order order, double lowest_z) : order_(order), lowest_z_(lowest_z) {}

  void add(std::span<const WindowPair> pairs);
  /// The pairs that begin before `complete_to`, sorted, and forgets them.
  [[nodiscard]] std::vector<MeanPair> take_before(std::int64_t complete_to);

 private:
  struct Place {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    auto operator<=>(const Place&) const = default;
  };
  struct Key {
    Place sorted_by;
    Place source;
    Place target;
    std::size_t track = 0;
    Strand strand = Strand::forward;
    auto operator<=>(const Key&) const = default;
  };
  /// Whole numbers of 2^-40 (attention) and 2^-20 (z): the same sums in any order.
  struct Sum {
    std::int64_t attention = 0;
    std::int64_t z = 0;
    std::int32_t windows = 0;
  };

  [[nodiscard]] Key key_of(const WindowPair& pair) const;

  Order order_;
  double lowest_z_;
  std::map<Key, Sum> waiting_;
};

}  // namespace seqlens::attention
