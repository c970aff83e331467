#include <string>

#include <catch2/catch.hpp>

#include "seqlens/attention/agreement_table.h"
#include "seqlens/core/errors.h"

#include "support/tiny_promoter_model.h"

using namespace seqlens;
using namespace seqlens::attention;

namespace {

AgreementTable example() {
  return {"dev.fa",
          200,
          9999,
          7,
          0.05,
          {{"norm", "L0H0", {0.25, 0.125, 0.0001, 0.0002, 0.0003, 0.0006, true}},
           {"norm", "L0H1", {-0.5, 0.0625, 0.75, 1, 1.0 / 3, 0.5, false}},
           {"received", "L0H0", {0, 0, 1, 1, 1, 1, false}}}};
}

std::string changed(const std::string& from, const std::string& to) {
  std::string text = to_json(example());
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("an agreement table reads back from its JSON") {
  CHECK(agreement_from_json(to_json(example())) == example());
  CHECK(to_json(example()).find("attention is correlation; mutagenesis tests the model, not the cell") !=
        std::string::npos);
}

TEST_CASE("the agreement of a model file's metadata") {
  model::ModelFile file = test::tiny_promoter_file();
  CHECK_FALSE(stored_agreement(file));
  store_agreement(file, example());
  CHECK(file.metadata.at("seqlens.agreement") == to_json(example()));
  CHECK(stored_agreement(file) == example());
}

TEST_CASE("agreement as comment lines") {
  const AgreementTable table = example();
  CHECK(agreement_comment(&table, "norm") ==
        "# attention is correlation; mutagenesis tests the model, not the cell\n"
        "# agreement with mutagenesis: Spearman correlation with the mean absolute effect of substitutions, "
        "mean over 200 records (dev.fa); p by 9999 permutations, seed 7; agrees: both q <= 0.05\n"
        "# track\treduction\tcorrelation\tother_records\tp_records\tq_records\tp_shifts\tq_shifts\tverdict\n"
        "# L0H0\tnorm\t0.250\t0.125\t0.0001\t0.0002\t0.0003\t0.0006\tagrees\n"
        "# L0H1\tnorm\t-0.500\t0.062\t0.75\t1\t0.3333\t0.5\tagrees nowhere\n");
  CHECK(agreement_comment(&table).find("# L0H0\treceived\t") != std::string::npos);
}

TEST_CASE("agreement that was not measured is said to be so") {
  const std::string expected =
      "# attention is correlation; mutagenesis tests the model, not the cell\n"
      "# agreement with mutagenesis: not measured for this model\n";
  const AgreementTable table = example();
  CHECK(agreement_comment(nullptr) == expected);
  CHECK(agreement_comment(&table, "cls") == expected);
}

TEST_CASE("agreement refuses metadata that is no table") {
  const std::string start = "model metadata 'seqlens.agreement': ";
  CHECK_THROWS_WITH(agreement_from_json("[1]"), start + "is not a JSON object");
  CHECK_THROWS_WITH(agreement_from_json("{"), start + "is not a JSON object");
  CHECK_THROWS_WITH(agreement_from_json(R"({"source":[[[[[[[[[[]]]]]]]]]]})"),
                    start + "is nested too deeply");
  CHECK_THROWS_WITH(agreement_from_json("{}"), start + "'source' is missing");
  CHECK_THROWS_WITH(agreement_from_json(changed("\"records\":200", "\"records\":-1")),
                    start + "'records' must be a whole number from 0 to 1099511627776");
  CHECK_THROWS_WITH(agreement_from_json(changed("\"source\":\"dev.fa\"", "\"source\":3")),
                    start + "'source' must be a text");
  CHECK_THROWS_WITH(agreement_from_json(changed("\"p_records\":0.75", "\"p_records\":1.5")),
                    start + "'p_records' must be a number from 0 to 1");
  CHECK_THROWS_WITH(agreement_from_json(changed("\"agrees\":true", "\"agrees\":1")),
                    start + "'agrees' must be true or false");
  CHECK_THROWS_WITH(agreement_from_json(changed("\"rows\":[", "\"rows\":[3,")),
                    start + "'rows' must be a list of objects");
}
