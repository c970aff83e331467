#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"

#include "seq-embed/request.h"
#include "support/opened_file.h"
#include "support/tiny_promoter_model.h"
#include "support/tiny_protein_model.h"

using namespace seqlens;
using namespace seq_embed;
using opened_model::OpenedModel;

namespace {

Options options(std::string what, std::string layers = "", std::string pool = "") {
  Options result;
  result.what = std::move(what);
  result.layers = std::move(layers);
  result.pool = std::move(pool);
  result.format = "tsv";
  return result;
}

}  // namespace

TEST_CASE("what is asked of a protein model by default") {
  const test::TempDir folder;
  const OpenedModel model = test::opened_file(folder, test::tiny_protein_file());
  struct Case {
    const char* what;
    What kind;
    Pool pool;
    std::vector<int> layers;
    bool named_layers;
    std::size_t width;
  };
  for (const Case& one : {Case{"embedding", What::states, Pool::mean, {2}, false, 8},
                          Case{"last_hidden_state", What::states, Pool::none, {2}, false, 8},
                          Case{"hidden_states", What::states, Pool::none, {0, 1, 2}, true, 8},
                          Case{"logits", What::token_logits, Pool::none, {}, false, 33}}) {
    INFO(one.what);
    const Request request = make_request(options(one.what), model);
    CHECK(request.what == one.kind);
    CHECK(request.pool == one.pool);
    CHECK(request.layers == one.layers);
    CHECK(request.named_layers == one.named_layers);
    CHECK(row_width(request, model.config()) == one.width);
    CHECK_FALSE(request.needs_whole_record());
  }
  CHECK(make_request(options("attentions"), model).layers == std::vector{0, 1});
  CHECK(make_request(options("contacts"), model).needs_whole_record());
}

TEST_CASE("layers are counted from either end") {
  const test::TempDir folder;
  const OpenedModel model = test::opened_file(folder, test::tiny_protein_file());
  CHECK(make_request(options("embedding", "0,-1"), model).layers == std::vector{0, 2});
  CHECK(make_request(options("embedding", "0,-1"), model).named_layers);
  CHECK(make_request(options("hidden_states", "-3"), model).layers == std::vector{0});
  CHECK(make_request(options("attentions", "-1"), model).layers == std::vector{1});
  CHECK(make_request(options("embedding", "all"), model).layers == std::vector{0, 1, 2});
  for (const auto* wrong : {"3", "-4", "x", "", "1,", "1,,2"}) {
    INFO("'" << wrong << "'");
    if (*wrong != '\0') CHECK_THROWS_AS(make_request(options("hidden_states", wrong), model), UsageError);
  }
  CHECK_THROWS_WITH(make_request(options("attentions", "2"), model),
                    "--layers '2': this model has 0 to 1 (or -2 to -1)");
  CHECK_THROWS_WITH(make_request(options("embedding", "2,-1"), model),
                    "--layers '2,-1': names a layer twice");
  CHECK_THROWS_WITH(make_request(options("last_hidden_state", "0"), model),
                    "--layers: last_hidden_state has one layer only");
}

TEST_CASE("what a promoter model does not have") {
  const test::TempDir folder;
  const OpenedModel model = test::opened_file(folder, test::tiny_promoter_file());
  CHECK(make_request(options("logits"), model).what == What::class_logits);
  CHECK_THROWS_WITH(make_request(options("contacts"), model),
                    "--what contacts: the model has no contact head");
  CHECK_THROWS_WITH(make_request(options("embedding", "", "cls"), model),
                    "--pool cls: this model's tokenizer puts no [CLS] before a record; use mean or max");
  CHECK_THROWS_WITH(make_request(options("logits", "", "mean"), model),
                    "--pool mean: the logits of this model are those of the record already");
  Options split = options("logits");
  split.long_rule = "split";
  CHECK_THROWS_AS(make_request(split, model), UsageError);
}

TEST_CASE("npy holds one layer") {
  const test::TempDir folder;
  const OpenedModel model = test::opened_file(folder, test::tiny_protein_file());
  Options npy = options("hidden_states");
  npy.format = "npy";
  CHECK_THROWS_WITH(make_request(npy, model), "--format npy: holds one layer; choose it with --layers");
  npy.layers = "1";
  CHECK(make_request(npy, model).layers == std::vector{1});
}
