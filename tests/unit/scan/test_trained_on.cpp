#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/scan/trained_on.h"

using namespace seqlens;
using namespace seqlens::scan;

namespace {

RecordLengths lengths(const std::vector<std::int64_t>& values) {
  return lengths_of(values);
}

}  // namespace

TEST_CASE("records agree on a length when 95 of 100 have it") {
  std::vector<std::int64_t> values(95, 70);
  CHECK(lengths(values).agreed() == 70);
  CHECK(lengths(values).text() == "70 bases");
  values.insert(values.end(), {20, 300, 300, 300, 300});
  CHECK(lengths(values) == RecordLengths{100, 20, 300, 70, 95});
  CHECK(lengths(values).agreed() == 70);
  values.push_back(71);
  CHECK_FALSE(lengths(values).agreed());
  CHECK(lengths(values).text() == "20 to 300 bases, 95 of 101 records 70");
  CHECK(lengths({9, 8, 9, 8}).usual == 8);
  CHECK_FALSE(lengths({}).agreed());
}

TEST_CASE("what a model was trained on reads back from its JSON") {
  const TrainedOn trained{.lengths = lengths({70, 70, 71}), .score_label = "enhancer", .note = "mouse, mm39"};
  CHECK(trained_on_from_json(to_json(trained)) == trained);
  CHECK(to_json(trained) ==
        R"({"records":3,"shortest":70,"longest":71,"usual":70,"of_usual":2,"strand":"as given",)"
        R"("score_label":"enhancer","note":"mouse, mm39"})");
  CHECK_THROWS_WITH(trained_on_from_json("[]"), "model metadata 'seqlens.trained_on': not a JSON object");
  CHECK_THROWS_WITH(trained_on_from_json("{}"), "model metadata 'seqlens.trained_on': 'records' is missing");
  CHECK_THROWS_WITH(trained_on_from_json(R"({"records": -1})"),
                    "model metadata 'seqlens.trained_on': 'records' must be a whole number of 0 or more");
}
