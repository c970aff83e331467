// The layout of Hugging Face's BertForMaskedLM: BERT, DNABERT (Ji et al. 2021); and MosaicBERT's, DNABERT-2
// (Zhou et al. 2023).
#include "family.h"

namespace seqlens::model {

namespace {

constexpr std::string_view kPrefix = "bert.";

const std::vector<NameRule> kSharedRules{
    {"embeddings.word_embeddings", "embed.token"},
    {"embeddings.token_type_embeddings", "embed.type"},
    {"embeddings.LayerNorm", "embed.norm"},
    {"encoder.layer.#.attention.output.dense", "layer.#.attention.output"},
    {"encoder.layer.#.attention.output.LayerNorm", "layer.#.attention.norm"},
    {"pooler.dense", "classify.dense"},
    {"classifier", "classify.out"},
    {"cls.predictions.transform.dense", "masked_lm.dense"},
    {"cls.predictions.transform.LayerNorm", "masked_lm.norm"},
    {"cls.predictions.decoder", "masked_lm.decoder"},
    {"cls.predictions", "masked_lm.decoder"},  // cls.predictions.bias is the decoder's
};

const std::vector<NameRule> kBertRules{
    {"embeddings.position_embeddings", "embed.position"},
    {"encoder.layer.#.attention.self.query", "layer.#.attention.query"},
    {"encoder.layer.#.attention.self.key", "layer.#.attention.key"},
    {"encoder.layer.#.attention.self.value", "layer.#.attention.value"},
    {"encoder.layer.#.intermediate.dense", "layer.#.feed_forward.in"},
    {"encoder.layer.#.output.dense", "layer.#.feed_forward.out"},
    {"encoder.layer.#.output.LayerNorm", "layer.#.feed_forward.norm"},
};

const std::vector<NameRule> kMosaicRules{
    {"encoder.layer.#.attention.self.Wqkv",
     "layer.#.attention.query|layer.#.attention.key|layer.#.attention.value"},
    {"encoder.layer.#.mlp.gated_layers", "layer.#.feed_forward.in"},
    {"encoder.layer.#.mlp.wo", "layer.#.feed_forward.out"},
    {"encoder.layer.#.mlp.layernorm", "layer.#.feed_forward.norm"},
};

EncoderConfig read_shared(const HfConfig& hf) {
  refuse_other_models(hf);
  EncoderConfig config;
  config.vocabulary = hf.integer("vocab_size");
  config.width = hf.integer("hidden_size");
  config.heads = hf.integer("num_attention_heads");
  config.layers = hf.integer("num_hidden_layers");
  config.feed_forward_width = hf.integer("intermediate_size");
  config.norm_eps = hf.real("layer_norm_eps");
  config.norm_placement = NormPlacement::post;
  config.token_types = hf.integer("type_vocab_size");
  config.embedding_norm = true;
  config.pad_token = hf.integer_or("pad_token_id", -1);
  if (hf.text_or("hidden_act", "gelu") != "gelu") hf.refuse("hidden_act", "supported is 'gelu'");
  return config;
}

void find_heads(const HfConfig& hf, const PublishedNames& names, Family& family) {
  if (names.has("cls.predictions.transform.dense.weight"))
    family.config.masked_lm = MaskedLmHead{.tied = hf.flag_or("tie_word_embeddings", true)};
  if (names.has("classifier.weight"))
    family.config.classify = first_token_head(hf, names, "classifier.weight", family.config.width);
  else
    family.config.pooler = names.has("pooler.dense.weight") || names.has("pooler.dense.bias");
}

/// What stays in the files without being read: buffers, next-sentence prediction, and second copies of tied
/// weights.
std::vector<std::string_view> unread(const PublishedNames& names, const EncoderConfig& config) {
  std::vector<std::string_view> ignored{"embeddings.position_ids", "cls.seq_relationship.weight",
                                        "cls.seq_relationship.bias"};
  if (config.masked_lm && config.masked_lm->tied) ignored.push_back("cls.predictions.decoder.weight");
  if (names.has("cls.predictions.bias")) ignored.push_back("cls.predictions.decoder.bias");
  return ignored;
}

/// Every k-mer of 3 to 6 letters, and five special tokens.
bool is_dnabert(int vocabulary) {
  for (int kmers = 64; kmers <= 4096; kmers *= 4)
    if (vocabulary == kmers + 5) return true;
  return false;
}

Family describe(const HfConfig& hf, const checkpoint::CheckpointFiles& files,
                const std::vector<NameRule>& rules) {
  const PublishedNames names(files, kPrefix);
  Family family{.name = {},
                .config = read_shared(hf),
                .prefix = kPrefix,
                .heads = "cls",
                .rules = kSharedRules,
                .ignored = {}};
  family.rules.insert(family.rules.end(), rules.begin(), rules.end());
  find_heads(hf, names, family);
  family.ignored = unread(names, family.config);
  return family;
}

}  // namespace

Family describe_bert(const HfConfig& hf, const checkpoint::CheckpointFiles& files) {
  if (hf.text_or("position_embedding_type", "absolute") != "absolute")
    hf.refuse("position_embedding_type", "supported is 'absolute'");
  Family family = describe(hf, files, kBertRules);
  family.name = is_dnabert(family.config.vocabulary) ? "DNABERT" : "BERT";
  family.config.positions = Positions::learned;
  family.config.max_positions = hf.integer("max_position_embeddings");
  return family;
}

Family describe_mosaic_bert(const HfConfig& hf, const checkpoint::CheckpointFiles& files) {
  Family family = describe(hf, files, kMosaicRules);
  family.name = "DNABERT-2 (MosaicBERT)";
  family.config.positions = Positions::alibi;
  family.config.feed_forward = FeedForward::geglu;
  family.config.feed_forward_bias = false;
  family.ignored.push_back(
      "embeddings.position_embeddings.weight");  // some exports keep the table that ALiBi replaced
  return family;
}

}  // namespace seqlens::model
