#include "protein-contacts/precision_table.h"

#include "seqlens/protein/contact_precision.h"

namespace protein_contacts {

using namespace seqlens;
using protein::PairScores;
using report::Cell;

namespace {

Cell share(const protein::Precision& precision) {
  if (precision.pairs == 0) return {};
  return static_cast<double>(precision.contacts) / static_cast<double>(precision.pairs);
}

}  // namespace

report::Table precision_table(const PairScores& scores, const protein::ContactTruth& truth,
                              const std::optional<PairScores>& mutual_information) {
  struct Top {
    const char* name;
    std::size_t divisor;
  };
  constexpr Top kTops[] = {{"L", 1}, {"L/2", 2}, {"L/5", 5}};
  const PairScores nearness = protein::chain_nearness(truth.columns);
  report::Table table{
      "precision",
      {"range", "top", "pairs", "contacts", "precision", "chain_distance", "mutual_information", "chance"},
      {}};
  for (const auto& range : protein::kSeparationRanges)
    for (const Top& top : kTops) {
      const std::size_t count = truth.columns / top.divisor;
      const auto of = [&](const PairScores& ranked) {
        return protein::precision_of_top(ranked, truth, range, count);
      };
      const auto own = of(scores);
      table.add_row({std::string(range.name), std::string(top.name), static_cast<std::int64_t>(own.pairs),
                     static_cast<std::int64_t>(own.contacts), share(own), share(of(nearness)),
                     mutual_information ? share(of(*mutual_information)) : Cell{},
                     share(protein::known_pairs(truth, range))});
    }
  return table;
}

}  // namespace protein_contacts
