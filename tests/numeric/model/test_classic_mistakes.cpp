// Each classic mistake in running a published model, made on purpose: the reference outputs must notice it.
#include <algorithm>
#include <array>
#include <functional>

#include <catch2/catch.hpp>

#include "published_fixture.h"
#include "support/shared_data.h"

using namespace seqlens;
using namespace seqlens::model;
using namespace seqlens::test;

namespace {

constexpr const char* kEsm = "esm2_tiny";
constexpr const char* kNt1 = "nt_v1_tiny";
constexpr const char* kNt2 = "nt_v2_tiny";
constexpr const char* kDnabert = "dnabert_tiny";
constexpr const char* kDnabert2 = "dnabert2_tiny";

/// The case with padding, and for ESM with masked tokens.
std::string batch_of(const std::string& folder) {
  return folder == kEsm ? "masked_batch" : "padded";
}

/// Rows of all layers' query, key and value, seen as one fused matrix in blocks by part, read as if the parts
/// of each head lay together.
void read_fused_head_by_head(ModelFile& model) {
  const auto heads = static_cast<std::size_t>(model.config.heads);
  const auto head_width = static_cast<std::size_t>(model.config.head_width());
  const std::size_t width = heads * head_width;
  for (int l = 0; l < model.config.layers; ++l) {
    const std::string name = "layer." + std::to_string(l) + ".attention.";
    std::vector<float> fused;
    for (const auto* part : {"query", "key", "value"}) {
      const auto rows = model.parameters.matrix(name + part + ".weight");
      fused.insert(fused.end(), rows.data, rows.data + width * width);
    }
    for (std::size_t row = 0; row < 3 * width; ++row) {
      const auto* part = std::array{"query", "key", "value"}[row / head_width % 3];
      const std::size_t target = row / (3 * head_width) * head_width + row % head_width;
      std::copy_n(fused.begin() + static_cast<std::ptrdiff_t>(row * width), width,
                  model.parameters.matrix(name + part + ".weight").row(target));
    }
  }
}

/// Where the k-mer of this row would stand if the letters' order were A, C, G, T and not A, T, C, G.
std::size_t row_in_alphabetical_order(std::size_t index) {
  constexpr std::array<std::size_t, 4> kPlace{0, 3, 1, 2};  // of A, T, C, G among A, C, G, T
  std::size_t other = 0;
  for (std::size_t power = 1; power < 4096; power *= 4) other += kPlace[index / power % 4] * power;
  return other;
}

void order_kmers_alphabetically(ModelFile& model) {
  constexpr std::size_t kFirst = 6;  // special tokens stand before the 6-mers
  const auto table = model.parameters.matrix("embed.token.weight");
  const std::vector<float> old(table.data, table.data + table.rows * table.cols);
  for (std::size_t i = 0; i < 4096; ++i)
    std::copy_n(old.begin() + static_cast<std::ptrdiff_t>((kFirst + i) * table.cols), table.cols,
                table.row(kFirst + row_in_alphabetical_order(i)));
}

void use_second_token_type(ModelFile& model) {
  const auto table = model.parameters.matrix("embed.type.weight");
  std::swap_ranges(table.row(0), table.row(0) + table.cols, table.row(1));
}

void drop(ModelFile& model, const std::string& name) {
  const auto tensor = model.parameters.matrix(name);
  std::fill_n(tensor.data, tensor.rows * tensor.cols, 0.0F);
}

void change_config(ModelFile& model, const std::function<void(EncoderConfig&)>& change) {
  EncoderConfig config = model.config;
  change(config);
  model = with_config(model, config);
}

}  // namespace

TEST_CASE("the references notice each mistake in the arithmetic") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  struct Wrong {
    const char* folder;
    const char* what;
    Mistake mistake;
  };
  for (const Wrong& wrong :
       {Wrong{kEsm, "interleaved rotary", Mistake::interleaved_rotary},
        Wrong{kEsm, "no token dropout", Mistake::no_token_dropout},
        Wrong{kEsm, "share of masks without cls and eos", Mistake::dropout_without_specials},
        Wrong{kEsm, "embedding of the mask token kept", Mistake::masked_embeddings_kept},
        Wrong{kEsm, "tanh gelu", Mistake::tanh_gelu},
        Wrong{kEsm, "post-norm", Mistake::other_norm_placement},
        Wrong{kEsm, "no final norm", Mistake::no_final_norm},
        Wrong{kEsm, "queries not scaled", Mistake::unscaled_scores},
        Wrong{kEsm, "norm before gelu in the masked-token head", Mistake::masked_lm_norm_first},
        Wrong{kNt1, "positions from row 0", Mistake::position_offset_ignored},
        Wrong{kNt1, "tanh gelu", Mistake::tanh_gelu},
        Wrong{kNt1, "post-norm", Mistake::other_norm_placement},
        Wrong{kNt1, "no final norm", Mistake::no_final_norm},
        Wrong{kNt2, "interleaved rotary", Mistake::interleaved_rotary},
        Wrong{kNt2, "SwiGLU halves swapped", Mistake::gate_second_half},
        Wrong{kNt2, "queries not scaled", Mistake::unscaled_scores},
        Wrong{kDnabert, "pre-norm", Mistake::other_norm_placement},
        Wrong{kDnabert, "tanh gelu", Mistake::tanh_gelu},
        Wrong{kDnabert2, "ALiBi to one side", Mistake::alibi_one_sided},
        Wrong{kDnabert2, "slopes of a power of two", Mistake::alibi_plain_slopes},
        Wrong{kDnabert2, "GEGLU halves swapped", Mistake::gate_second_half},
        Wrong{kDnabert2, "pre-norm", Mistake::other_norm_placement}}) {
    INFO(wrong.folder << ": " << wrong.what);
    const PublishedFixture fixture(fixtures / wrong.folder);
    const ReferenceCase& batch = fixture.at(batch_of(wrong.folder));
    CHECK(difference_of(fixture.model(), batch, Mistake::none) <= kReferenceTolerance);
    CHECK(difference_of(fixture.model(), batch, wrong.mistake) > kReferenceTolerance);
  }
}

TEST_CASE("the references notice each mistake in configuration and weights") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  struct Wrong {
    const char* folder;
    const char* what;
    std::function<void(ModelFile&)> change;
  };
  const auto config = [](auto change) {
    return [change](ModelFile& model) { change_config(model, change); };
  };
  for (const Wrong& wrong :
       {Wrong{kEsm, "eps of BERT", config([](EncoderConfig& c) { c.norm_eps = 1e-12F; })},
        Wrong{kEsm, "eps 1e-3", config([](EncoderConfig& c) { c.norm_eps = 1e-3F; })},
        Wrong{kEsm, "frequencies not read", [](ModelFile& m) { set_inverse_frequencies(m.parameters); }},
        Wrong{kEsm, "dropout without the 0.8",
              config([](EncoderConfig& c) { c.token_dropout_fraction = 0.15F; })},
        Wrong{kEsm, "bias of the decoder dropped", [](ModelFile& m) { drop(m, "masked_lm.decoder.bias"); }},
        Wrong{kEsm, "learned positions beside rotary ones",
              config([](EncoderConfig& c) { c.positions = Positions::none; })},
        Wrong{kNt1, "k-mers in alphabetical order", order_kmers_alphabetically},
        Wrong{kNt1, "eps of ESM-2", config([](EncoderConfig& c) { c.norm_eps = 1e-5F; })},
        Wrong{kNt1, "token dropout of ESM-2",
              config([](EncoderConfig& c) { c.token_dropout_fraction = 0.12F; })},
        Wrong{kNt1, "tied decoder", config([](EncoderConfig& c) { c.masked_lm->tied = true; })},
        Wrong{kNt2, "k-mers in alphabetical order", order_kmers_alphabetically},
        Wrong{kNt2, "gelu for silu", config([](EncoderConfig& c) { c.feed_forward = FeedForward::geglu; })},
        Wrong{kNt2, "tied decoder", config([](EncoderConfig& c) { c.masked_lm->tied = true; })},
        Wrong{kNt2, "token dropout of ESM-2",
              config([](EncoderConfig& c) { c.token_dropout_fraction = 0.12F; })},
        Wrong{kDnabert, "eps of ESM-2", config([](EncoderConfig& c) { c.norm_eps = 1e-5F; })},
        Wrong{kDnabert, "second token type", use_second_token_type},
        Wrong{kDnabert, "no token type", config([](EncoderConfig& c) { c.token_types = 0; })},
        Wrong{kDnabert, "positions of RoBERTa", config([](EncoderConfig& c) { c.position_offset = 2; })},
        Wrong{kDnabert, "no norm after the embedding",
              config([](EncoderConfig& c) { c.embedding_norm = false; })},
        Wrong{kDnabert2, "fused rows head by head", read_fused_head_by_head},
        Wrong{kDnabert2, "no ALiBi", config([](EncoderConfig& c) { c.positions = Positions::none; })},
        Wrong{kDnabert2, "silu for gelu",
              config([](EncoderConfig& c) { c.feed_forward = FeedForward::swiglu; })},
        Wrong{kDnabert2, "second token type", use_second_token_type}}) {
    INFO(wrong.folder << ": " << wrong.what);
    const PublishedFixture fixture(fixtures / wrong.folder);
    const ReferenceCase& batch = fixture.at(batch_of(wrong.folder));
    ModelFile model = with_config(fixture.model(), fixture.model().config);
    CHECK(difference_of(model, batch) <= kReferenceTolerance);
    wrong.change(model);
    CHECK(difference_of(model, batch) > kReferenceTolerance);
  }
}

TEST_CASE("the reference notices each mistake in the contacts") {
  SEQLENS_REQUIRE_SHARED(folder, "fixtures/esm2_tiny");
  const PublishedFixture fixture(folder);
  for (const auto* name : {"bpti_5pti", "masked_batch"}) {
    const ReferenceCase& reference = fixture.at(name);
    CHECK(difference_of(fixture.model(), reference, ContactMistake::none) <= kReferenceTolerance);
    for (const ContactMistake mistake :
         {ContactMistake::eos_kept, ContactMistake::cls_kept, ContactMistake::not_symmetrised,
          ContactMistake::no_correction, ContactMistake::corrected_sum, ContactMistake::without_diagonal,
          ContactMistake::heads_first, ContactMistake::no_sigmoid}) {
      INFO(name << ", mistake " << static_cast<int>(mistake));
      CHECK(difference_of(fixture.model(), reference, mistake) > kReferenceTolerance);
    }
  }
}

TEST_CASE("the references notice padding that is taken for tokens") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  for (const auto* name : {kEsm, kNt1, kNt2, kDnabert, kDnabert2}) {
    INFO(name);
    const PublishedFixture fixture(fixtures / name);
    const ReferenceCase& batch = fixture.at(batch_of(name));
    const std::size_t shortest = batch.sequences().size() - 1;
    std::vector<std::int32_t> tokens(batch.sequences()[shortest].begin(), batch.sequences()[shortest].end());
    const std::size_t length = tokens.size();
    REQUIRE(length < batch.sequences()[0].size());
    tokens.resize(length + 3, 1);
    const TokenIds padded(tokens);
    const EncoderOutput out =
        Encoder(fixture.model().config, fixture.model().parameters).run({&padded, 1}, {}).at(0);
    const kernels::ConstMatrix rows(out.last_hidden_state.data(), length,
                                    out.last_hidden_state.size() / out.positions);
    CHECK(batch.compare("last_hidden_state", shortest, rows).largest > kReferenceTolerance);
  }
}
