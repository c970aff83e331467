// The layout of Hugging Face's EsmForMaskedLM: ESM-2 (Lin et al. 2023) and Nucleotide Transformer v1 and v2
// (Dalla-Torre et al. 2024).
#include "family.h"

namespace seqlens::model {

namespace {

constexpr float kTokenDropout =
    0.15F * 0.8F;  // share of <mask> that ESM saw in training; a constant in its code

const std::vector<NameRule> kRules{
    {"embeddings.word_embeddings", "embed.token"},
    {"embeddings.position_embeddings", "embed.position"},
    {"embeddings.layer_norm", "embed.norm"},
    {"encoder.layer.#.attention.self.query", "layer.#.attention.query"},
    {"encoder.layer.#.attention.self.key", "layer.#.attention.key"},
    {"encoder.layer.#.attention.self.value", "layer.#.attention.value"},
    {"encoder.layer.#.attention.self.rotary_embeddings.inv_freq", "rotary.inv_freq"},
    {"encoder.layer.#.attention.output.dense", "layer.#.attention.output"},
    {"encoder.layer.#.attention.LayerNorm", "layer.#.attention.norm"},
    {"encoder.layer.#.intermediate.dense", "layer.#.feed_forward.in"},
    {"encoder.layer.#.output.dense", "layer.#.feed_forward.out"},
    {"encoder.layer.#.LayerNorm", "layer.#.feed_forward.norm"},
    {"encoder.emb_layer_norm_after", "final_norm"},
    {"contact_head.regression", "contact"},
    {"lm_head.dense", "masked_lm.dense"},
    {"lm_head.layer_norm", "masked_lm.norm"},
    {"lm_head.decoder", "masked_lm.decoder"},
    {"lm_head", "masked_lm.decoder"},  // lm_head.bias is the decoder's
    {"classifier.dense", "classify.dense"},
    {"classifier.out_proj", "classify.out"},
};

void read_positions(const HfConfig& hf, EncoderConfig& config) {
  const std::string kind = hf.text_or("position_embedding_type", "absolute");
  if (kind == "rotary") {
    config.positions = Positions::rotary;
  } else if (kind == "absolute") {
    config.positions = Positions::learned;
    config.max_positions = hf.integer("max_position_embeddings");
    config.position_offset = hf.integer("pad_token_id") + 1;
  } else {
    hf.refuse("position_embedding_type", "supported are 'rotary' and 'absolute'");
  }
}

/// Nucleotide Transformer v2: its config.json alone has this key.
bool is_nucleotide_v2(const HfConfig& hf) {
  return hf.has("add_bias_fnn");
}

std::string family_name(const HfConfig& hf, const EncoderConfig& config) {
  if (is_nucleotide_v2(hf)) return "Nucleotide Transformer v2";
  if (config.positions == Positions::rotary) return "ESM-2";
  constexpr int kSixMers = 4096;  // every Nucleotide Transformer has a token for each
  return config.vocabulary >= kSixMers ? "Nucleotide Transformer v1" : "ESM-1b";
}

void read_feed_forward(const HfConfig& hf, EncoderConfig& config) {
  config.feed_forward_width = hf.integer("intermediate_size");
  if (!is_nucleotide_v2(hf)) return;
  config.feed_forward = FeedForward::swiglu;
  config.feed_forward_bias = hf.flag_or("add_bias_fnn", true);
  config.feed_forward_out_bias = config.feed_forward_bias;
}

EncoderConfig read_config(const HfConfig& hf) {
  if (hf.flag_or("is_folding_model", false))
    hf.refuse("is_folding_model", "structure prediction is not supported");
  refuse_other_models(hf);
  EncoderConfig config;
  config.vocabulary = hf.integer("vocab_size");
  config.width = hf.integer("hidden_size");
  config.heads = hf.integer("num_attention_heads");
  config.layers = hf.integer("num_hidden_layers");
  read_feed_forward(hf, config);
  config.norm_eps = hf.real("layer_norm_eps");
  config.pad_token = hf.integer_or("pad_token_id", -1);
  config.mask_token = hf.integer_or("mask_token_id", -1);
  config.embedding_norm = hf.flag_or("emb_layer_norm_before", false);
  config.final_norm = true;
  if (hf.flag_or("token_dropout", false)) config.token_dropout_fraction = kTokenDropout;
  read_positions(hf, config);
  return config;
}

bool tied(const HfConfig& hf) {
  return hf.flag_or("tie_word_embeddings", true);
}

}  // namespace

Family describe_esm(const HfConfig& hf, const checkpoint::CheckpointFiles& files) {
  constexpr std::string_view kPrefix = "esm.";
  const PublishedNames names(files, kPrefix);
  Family family{.name = {},
                .config = read_config(hf),
                .prefix = kPrefix,
                .heads = "lm_head",
                .rules = kRules,
                .ignored = {"embeddings.position_ids", "pooler.dense.weight", "pooler.dense.bias"}};
  family.name = family_name(hf, family.config);
  family.config.contact_head = names.has("contact_head.regression.weight");
  if (names.has("lm_head.dense.weight")) family.config.masked_lm = MaskedLmHead{.tied = tied(hf)};
  if (names.has("classifier.out_proj.weight"))
    family.config.classify = first_token_head(hf, names, "classifier.out_proj.weight", family.config.width);
  // Tables that the code never reads stay in the files: positions beside rotary ones, and the copy of a tied
  // decoder.
  if (family.config.positions == Positions::rotary)
    family.ignored.push_back("embeddings.position_embeddings.weight");
  if (tied(hf)) family.ignored.push_back("lm_head.decoder.weight");
  return family;
}

}  // namespace seqlens::model
