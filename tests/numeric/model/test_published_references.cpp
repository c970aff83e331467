// Published layouts with random weights, against outputs of the original code in double precision.
#include <catch2/catch.hpp>

#include "seqlens/model/published_model.h"

#include "reference_case.h"
#include "support/shared_data.h"

using namespace seqlens;
using namespace seqlens::model;
using test::attentions_difference;
using test::outputs_difference;
using test::ReferenceCase;

namespace {

constexpr double kTolerance = 2e-4;

}  // namespace

TEST_CASE("ESM-2 gives the original code's outputs from every form of its weights") {
  SEQLENS_REQUIRE_SHARED(folder, "fixtures/esm2_tiny");
  const checkpoint::SafetensorsFile file(folder / "ref_outputs.safetensors");
  for (const auto* weights : {"model.safetensors", "model_min.safetensors", "sharded"}) {
    const PublishedModel published = load_published_model(folder / "config.json", folder / weights);
    CHECK(published.family == "ESM-2");
    for (const auto* name : {"ubiquitin_1ubq", "bpti_5pti", "crambin_1crn", "masked_batch"}) {
      INFO(weights << ", " << name);
      CHECK(outputs_difference(published.model, ReferenceCase(file.view(), name)) <= kTolerance);
    }
    CHECK(attentions_difference(published.model, ReferenceCase(file.view(), "bpti_5pti")) <= kTolerance);
  }
}

TEST_CASE("ESM-2 in half precision gives the original code's logits on the rounded weights") {
  SEQLENS_REQUIRE_SHARED(folder, "fixtures/esm2_tiny");
  const checkpoint::SafetensorsFile file(folder / "ref_outputs.safetensors");
  for (const std::string precision : {"f16", "bf16"}) {
    INFO(precision);
    const ModelFile model = load_model(folder / ("model_" + precision + ".safetensors"));
    const ReferenceCase rounded(file.view(), "crambin_1crn", precision + ".");
    REQUIRE(rounded.has("logits"));
    CHECK(outputs_difference(model, rounded) <= kTolerance);
    CHECK(outputs_difference(model, ReferenceCase(file.view(), "crambin_1crn")) >
          kTolerance);  // rounding shows
  }
}

TEST_CASE("the reference notices each detail of ESM-2 done wrong") {
  SEQLENS_REQUIRE_SHARED(folder, "fixtures/esm2_tiny");
  const checkpoint::SafetensorsFile file(folder / "ref_outputs.safetensors");
  const ReferenceCase reference(file.view(), "masked_batch");
  struct Wrong {
    const char* what;
    void (*change)(ModelFile&);
  };
  for (const Wrong& wrong :
       {Wrong{"no token dropout", [](ModelFile& m) { m.config.token_dropout_fraction = 0; }},
        Wrong{"token dropout without the 0.8", [](ModelFile& m) { m.config.token_dropout_fraction = 0.15F; }},
        Wrong{"tanh gelu", [](ModelFile& m) { m.config.feed_forward = FeedForward::gelu_tanh; }},
        Wrong{"another eps", [](ModelFile& m) { m.config.norm_eps = 1e-3F; }},
        Wrong{"frequencies not read",
              [](ModelFile& m) { m.parameters.vector("rotary.inv_freq")[1] *= 1.1F; }}}) {
    INFO(wrong.what);
    ModelFile model = load_published_model(folder).model;
    CHECK(outputs_difference(model, reference) <= kTolerance);
    wrong.change(model);
    CHECK(outputs_difference(model, reference) > kTolerance);
  }
}

TEST_CASE("the DNA families give their original code's outputs") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  struct Fixture {
    const char* folder;
    const char* family;
    std::vector<const char*> cases;
    bool attentions;
  };
  for (const Fixture& fixture :
       {Fixture{"nt_v1_tiny", "Nucleotide Transformer", {"lacZ_start", "padded"}, true},
        Fixture{"nt_v2_tiny", "Nucleotide Transformer v2", {"lacZ_start", "padded"}, true},
        Fixture{"dnabert_tiny", "BERT", {"lacZ_masked", "padded"}, true},
        Fixture{"dnabert2_tiny", "MosaicBERT", {"single", "padded"}, false}}) {
    const checkpoint::SafetensorsFile file(fixtures / fixture.folder / "ref_outputs.safetensors");
    const PublishedModel published = load_published_model(fixtures / fixture.folder);
    CHECK(published.family == fixture.family);
    for (const auto* name : fixture.cases) {
      INFO(fixture.folder << ", " << name);
      CHECK(outputs_difference(published.model, ReferenceCase(file.view(), name)) <= kTolerance);
    }
    if (fixture.attentions)
      CHECK(attentions_difference(published.model, ReferenceCase(file.view(), fixture.cases[0])) <=
            kTolerance);
  }
}

TEST_CASE("the references notice each detail of the DNA families done wrong") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  struct Wrong {
    const char* folder;
    const char* name;
    const char* what;
    void (*change)(EncoderConfig&);
  };
  for (const Wrong& wrong :
       {Wrong{"nt_v1_tiny", "padded", "positions from row 0",
              [](EncoderConfig& c) { c.position_offset = 0; }},
        Wrong{"nt_v1_tiny", "padded", "post-norm",
              [](EncoderConfig& c) { c.norm_placement = NormPlacement::post; }},
        Wrong{"nt_v2_tiny", "padded", "gelu for silu",
              [](EncoderConfig& c) { c.feed_forward = FeedForward::geglu; }},
        Wrong{"dnabert_tiny", "padded", "pre-norm",
              [](EncoderConfig& c) { c.norm_placement = NormPlacement::pre; }},
        Wrong{"dnabert_tiny", "padded", "tanh gelu",
              [](EncoderConfig& c) { c.feed_forward = FeedForward::gelu_tanh; }},
        Wrong{"dnabert2_tiny", "padded", "no ALiBi", [](EncoderConfig& c) { c.positions = Positions::none; }},
        Wrong{"dnabert2_tiny", "padded", "silu for gelu",
              [](EncoderConfig& c) { c.feed_forward = FeedForward::swiglu; }}}) {
    INFO(wrong.folder << ": " << wrong.what);
    const checkpoint::SafetensorsFile file(fixtures / wrong.folder / "ref_outputs.safetensors");
    ModelFile model = load_published_model(fixtures / wrong.folder).model;
    wrong.change(model.config);
    CHECK(outputs_difference(model, ReferenceCase(file.view(), wrong.name)) > kTolerance);
  }
}
