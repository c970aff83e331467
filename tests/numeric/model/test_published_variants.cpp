// Other forms in which the same checkpoints are published: names, tied and own decoders, heads, types,
// shards.
#include <algorithm>
#include <array>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/model/published_model.h"
#include "seqlens/model/reference_comparison.h"

#include "published_fixture.h"
#include "published_variant.h"
#include "support/shared_data.h"

using namespace seqlens;
using namespace seqlens::model;
using namespace seqlens::test;

namespace {

constexpr std::array<const char*, 5> kFolders{"esm2_tiny", "nt_v1_tiny", "nt_v2_tiny", "dnabert_tiny",
                                              "dnabert2_tiny"};

bool is_esm(const std::string& folder) {
  return folder.starts_with("esm") || folder.starts_with("nt");
}
std::string prefix_of(const std::string& folder) {
  return is_esm(folder) ? "esm." : "bert.";
}
bool is_head(const std::string& name) {
  return name.starts_with("lm_head.") || name.starts_with("cls.") ||
         name.find("contact_head") != std::string::npos;
}

PublishedModel load(const PublishedVariant& variant) {
  const TempDir folder;
  variant.write(folder);
  return load_published_model(folder.path());
}

void check_same_outputs(const PublishedVariant& variant, const PublishedFixture& fixture) {
  const ModelFile model = load(variant).model;
  for (const ReferenceCase& reference : fixture.cases())
    CHECK(difference_of(model, reference) <= kReferenceTolerance);
}

std::string refusal(const PublishedVariant& variant) {
  try {
    (void)load(variant);
  } catch (const InputError& error) {
    return error.what();
  }
  return "nothing was refused";
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("checkpoints without the prefix and with old names of norms give the same outputs") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  for (const std::string name : kFolders) {
    INFO(name);
    const PublishedFixture fixture(fixtures / name);
    PublishedVariant bare(fixtures / name);
    bare.rename([&](const std::string& tensor) {
      return tensor.starts_with(prefix_of(name)) ? tensor.substr(prefix_of(name).size()) : tensor;
    });
    check_same_outputs(bare, fixture);
    PublishedVariant old(fixtures / name);
    std::size_t renamed = 0;
    old.rename([&](std::string tensor) {
      std::string lower = tensor;
      std::ranges::transform(lower, lower.begin(), [](char c) { return static_cast<char>(std::tolower(c)); });
      if (!contains(lower, "layernorm") && !contains(lower, "layer_norm")) return tensor;
      ++renamed;
      const auto dot = tensor.rfind('.');
      return tensor.substr(0, dot) + (tensor.substr(dot) == ".weight" ? ".gamma" : ".beta");
    });
    CHECK(renamed > 4);
    check_same_outputs(old, fixture);
  }
}

TEST_CASE("tied decoders are the same with and without their own copy") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  for (const std::string name : {"esm2_tiny", "dnabert_tiny", "dnabert2_tiny"}) {
    INFO(name);
    const PublishedFixture fixture(fixtures / name);
    const std::string decoder = is_esm(name) ? "lm_head.decoder.weight" : "cls.predictions.decoder.weight";
    PublishedVariant variant(fixtures / name);
    variant.tensors().erase(decoder);
    check_same_outputs(variant, fixture);
    variant.tensors()[decoder] = variant.tensors().at(prefix_of(name) + "embeddings.word_embeddings.weight");
    check_same_outputs(variant, fixture);
    variant.configure("tie_word_embeddings", "false");
    check_same_outputs(variant, fixture);
    variant.tensors()[decoder].values[0] += 1;
    CHECK(difference_of(load(variant).model, fixture.cases()[0]) > kReferenceTolerance);
    variant.tensors().erase(decoder);
    CHECK_THAT(refusal(variant), Catch::EndsWith("tensor '" + decoder + "' is missing"));
  }
}

TEST_CASE("tables that compute nothing are passed over and named") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  for (const std::string name : kFolders) {
    INFO(name);
    const PublishedFixture fixture(fixtures / name);
    PublishedVariant variant(fixtures / name);
    // ESM's code has a pooler that its models never use; BERT's is part of the model.
    const std::string table = prefix_of(name) + "embeddings.position_ids";
    const std::string other = is_esm(name) ? "esm.pooler.dense.weight" : "cls.seq_relationship.weight";
    variant.add(table, {1, 16}, 1);
    variant.add(other, {2, 3}, 2);
    check_same_outputs(variant, fixture);
    const auto ignored = load(variant).ignored;
    for (const std::string& unused : {table, other})
      CHECK(std::ranges::find(ignored, unused) != ignored.end());
  }
}

TEST_CASE("a base model without heads gives the same hidden states") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  for (const std::string name : kFolders) {
    INFO(name);
    const PublishedFixture fixture(fixtures / name);
    PublishedVariant variant(fixtures / name);
    variant.drop(is_head);
    check_same_outputs(variant, fixture);  // of what the model still gives
    const ModelFile model = load(variant).model;
    CHECK_FALSE(model.config.masked_lm);
    CHECK_FALSE(model.config.contact_head);
  }
}

TEST_CASE("classification heads agree with the double-precision ones") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  for (const std::string name : kFolders) {
    INFO(name);
    const PublishedFixture fixture(fixtures / name);
    const auto width = static_cast<std::size_t>(fixture.model().config.width);
    const std::string dense = is_esm(name) ? "classifier.dense" : "bert.pooler.dense";
    const std::string out = is_esm(name) ? "classifier.out_proj" : "classifier";
    PublishedVariant variant(fixtures / name);
    variant.drop(is_head);
    variant.add(dense + ".weight", {width, width}, 1);
    variant.add(dense + ".bias", {width}, 2);
    variant.add(out + ".weight", {3, width}, 3);
    variant.add(out + ".bias", {3}, 4);
    variant.configure("id2label", R"({"0":"a","1":"b","2":"c"})");
    const ModelFile model = load(variant).model;
    REQUIRE(model.config.classify);
    CHECK(model.config.classify->labels == std::vector<std::string>{"a", "b", "c"});
    for (const TokenIds sequence : fixture.cases()[0].sequences()) {
      const auto got =
          Encoder(model.config, model.parameters).run({&sequence, 1}, {.classify_logits = true}).at(0);
      const auto expected = reference_encoder(model.config, model.parameters, sequence).classify_logits;
      REQUIRE(got.classify_logits.size() == 3);
      for (std::size_t i = 0; i < 3; ++i) CHECK(got.classify_logits[i] == Approx(expected[i]).margin(1e-5));
      CHECK(std::abs(expected[0] - expected[1]) > 1e-3);
    }
    variant.configure("id2label", R"({"0":"a","1":"b"})");
    CHECK_THAT(refusal(variant), Catch::EndsWith("but the classifier has 3 outputs"));
  }
}

TEST_CASE("the pooler of a BERT without a classifier agrees with the reference and is refused in part") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  const PublishedFixture fixture(fixtures / "dnabert_tiny");
  CHECK(fixture.model().config.pooler);
  const Encoder encoder(fixture.model().config, fixture.model().parameters);
  std::size_t compared = 0;
  for (const ReferenceCase& reference : fixture.cases()) {
    if (!reference.has("pooler_output")) continue;
    auto differences = compare_with_reference(encoder, fixture.model().parameters, reference);
    CHECK(differences["pooler_output"].is_within(kReferenceTolerance));
    compared += differences["pooler_output"].values;
  }
  CHECK(compared >= 32);

  PublishedVariant changed(fixtures / "dnabert_tiny");
  changed.tensors().at("bert.pooler.dense.bias").values[3] += 0.01F;
  const ModelFile other = load(changed).model;
  const auto differences =
      compare_with_reference(Encoder(other.config, other.parameters), other.parameters, fixture.cases()[0]);
  CHECK(differences.at("pooler_output").largest > kReferenceTolerance);

  changed.tensors().erase("bert.pooler.dense.bias");
  CHECK_THAT(refusal(changed), Catch::EndsWith("tensor 'bert.pooler.dense.bias' is missing"));
}

TEST_CASE("half and bfloat weights are read exactly in every family") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  for (const std::string name : kFolders) {
    for (const auto type : {checkpoint::DType::f16, checkpoint::DType::bf16}) {
      INFO(name << ", " << checkpoint::name(type));
      const PublishedFixture fixture(fixtures / name);
      const TempDir folder;
      PublishedVariant(fixtures / name).write(folder, type);
      const ModelFile model = load_model(folder.path());
      const auto got = model.parameters.values();
      const auto full = fixture.model().parameters.values();
      REQUIRE(got.size() == full.size());
      CHECK(std::ranges::equal(got, full, [&](float a, float b) { return a == rounded(b, type).value; }));
      CHECK_FALSE(std::ranges::equal(got, full));
    }
  }
}

TEST_CASE("shards in any number are the whole") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  for (const std::string name : kFolders) {
    INFO(name);
    const PublishedFixture fixture(fixtures / name);
    for (const std::size_t shards : {1U, 3U}) {
      const TempDir folder;
      PublishedVariant(fixtures / name).write_shards(folder, shards);
      CHECK(StoredModel(folder.path()).files().size() == shards);
      CHECK(std::ranges::equal(load_model(folder.path()).parameters.values(),
                               fixture.model().parameters.values()));
    }
  }
}

TEST_CASE("no tensor of a checkpoint can be missing or misshapen unnoticed") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  for (const std::string name : kFolders) {
    const auto ignored = StoredModel(fixtures / name).ignored();
    const PublishedVariant whole(fixtures / name);
    for (const auto& [tensor, entry] : whole.tensors()) {
      INFO(name << ": " << tensor);
      if (std::ranges::find(ignored, tensor) != ignored.end() || contains(tensor, "inv_freq")) continue;
      PublishedVariant missing(whole);
      missing.tensors().erase(tensor);
      CHECK(refusal(missing) != "nothing was refused");
      if (!is_head(tensor))
        CHECK_THAT(refusal(missing), Catch::EndsWith("tensor '" + tensor + "' is missing"));
      PublishedVariant misshapen(whole);
      misshapen.add(tensor, {entry.shape[0] + 1}, 1);
      CHECK(contains(refusal(misshapen),
                     "'" + tensor + "' is (" + std::to_string(entry.shape[0] + 1) + "), config.json needs"));
    }
    PublishedVariant more(whole);
    more.add("surprise.weight", {2}, 1);
    CHECK(contains(refusal(more), "tensor 'surprise.weight' is not known in a model of the family"));
  }
}
