// Published layouts with random weights, against outputs of the original code in double precision.
#include <set>

#include <catch2/catch.hpp>

#include "seqlens/model/published_model.h"
#include "seqlens/model/reference_comparison.h"

#include "published_fixture.h"
#include "support/shared_data.h"

using namespace seqlens;
using namespace seqlens::model;
using namespace seqlens::test;

namespace {

using Outputs = std::set<std::string>;

/// Compares every case of the fixture, and gives the names of what was compared.
Outputs check_all(const ModelFile& model, const std::vector<ReferenceCase>& cases) {
  const Encoder encoder(model.config, model.parameters);
  Outputs compared;
  for (const ReferenceCase& reference : cases) {
    for (const auto& [what, difference] : compare_with_reference(encoder, model.parameters, reference)) {
      INFO(reference.name() << ": " << what << " " << difference.largest);
      CHECK(difference.is_within(kReferenceTolerance));
      compared.insert(what);
    }
  }
  return compared;
}

}  // namespace

TEST_CASE("ESM-2 gives the original code's outputs from every form of its weights") {
  SEQLENS_REQUIRE_SHARED(folder, "fixtures/esm2_tiny");
  const PublishedFixture fixture(folder);
  CHECK(fixture.cases().size() == 4);
  for (const auto* weights : {"model.safetensors", "model_min.safetensors", "sharded"}) {
    INFO(weights);
    const PublishedModel published = load_published_model(folder / "config.json", folder / weights);
    CHECK(published.family == "ESM-2");
    CHECK(check_all(published.model, fixture.cases()) == Outputs{"attentions", "contacts", "hidden_states.0",
                                                                 "hidden_states.1", "hidden_states.2",
                                                                 "last_hidden_state", "logits"});
  }
}

TEST_CASE("ESM-2 in half precision gives the original code's logits on the rounded weights") {
  SEQLENS_REQUIRE_SHARED(folder, "fixtures/esm2_tiny");
  const PublishedFixture fixture(folder);
  for (const std::string precision : {"f16", "bf16"}) {
    INFO(precision);
    const ModelFile model = load_model(folder / ("model_" + precision + ".safetensors"));
    const auto rounded = reference_cases(fixture.outputs(), "reference", precision + ".");
    CHECK(check_all(model, rounded) == Outputs{"logits"});
    CHECK(difference_of(model, fixture.at("crambin_1crn")) > kReferenceTolerance);  // rounding shows
  }
}

TEST_CASE("the DNA families give their original code's outputs") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  const Outputs everything{"attentions", "hidden_states.0", "hidden_states.1", "last_hidden_state", "logits"};
  Outputs with_pooler = everything;
  with_pooler.insert("pooler_output");
  struct Published {
    const char* folder;
    const char* family;
    Outputs outputs;
  };
  for (const Published& published :
       {Published{"nt_v1_tiny", "Nucleotide Transformer v1", everything},
        Published{"nt_v2_tiny", "Nucleotide Transformer v2", everything},
        Published{"dnabert_tiny", "DNABERT", with_pooler},
        Published{"dnabert2_tiny", "DNABERT-2 (MosaicBERT)", {"last_hidden_state", "logits"}}}) {
    INFO(published.folder);
    const PublishedFixture fixture(fixtures / published.folder);
    CHECK(StoredModel(fixtures / published.folder).family() == published.family);
    CHECK(fixture.cases().size() == 2);
    CHECK(check_all(fixture.model(), fixture.cases()) == published.outputs);
  }
}

TEST_CASE("a padded batch is its records one by one") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  for (const auto* name : {"nt_v1_tiny", "nt_v2_tiny", "dnabert_tiny", "dnabert2_tiny"}) {
    INFO(name);
    const PublishedFixture fixture(fixtures / name);
    const ReferenceCase& padded = fixture.at("padded");
    const Encoder encoder(fixture.model().config, fixture.model().parameters);
    const auto batch = encoder.run(padded.sequences(), {});
    std::set<std::size_t> lengths;
    for (std::size_t b = 0; b < batch.size(); ++b) {
      const TokenIds sequence = padded.sequences()[b];
      lengths.insert(sequence.size());
      const EncoderOutput alone = encoder.run({&sequence, 1}, {}).at(0);
      CHECK(alone.last_hidden_state == batch[b].last_hidden_state);
      CHECK(padded
                .compare("last_hidden_state", b,
                         {alone.last_hidden_state.data(), alone.positions,
                          alone.last_hidden_state.size() / alone.positions})
                .is_within(kReferenceTolerance));
    }
    CHECK(lengths.size() > 1);  // there was padding
  }
}
