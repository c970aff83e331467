// config.json of a stranger beside well-formed weights: an Error, or a model whose tensors are all there.
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "seqlens/checkpoint/checkpoint_files.h"
#include "seqlens/core/errors.h"
#include "seqlens/model/parameters.h"
#include "seqlens/model/published_model.h"

#include "memory_file.h"

namespace {

using namespace seqlens;

/// The tensors of an ESM model of one layer, width 2 and three tokens, with a classifier; every value is 0.
std::string small_weights() {
  std::string header = "{";
  std::size_t end = 0;
  const auto add = [&](const std::string& name, std::size_t rows, std::size_t columns) {
    const std::size_t begin = end;
    end += rows * columns * sizeof(float);
    const std::string shape =
        rows == 1 ? std::to_string(columns) : std::to_string(rows) + "," + std::to_string(columns);
    header += (begin == 0 ? "\"" : ",\"") + name + R"(":{"dtype":"F32","shape":[)" + shape +
              R"(],"data_offsets":[)" + std::to_string(begin) + "," + std::to_string(end) + "]}";
  };
  const auto add_linear = [&](const std::string& name, std::size_t rows, std::size_t columns) {
    add(name + ".weight", rows, columns);
    add(name + ".bias", 1, rows);
  };
  add("embeddings.word_embeddings.weight", 3, 2);
  for (const char* part : {"self.query", "self.key", "self.value", "output.dense"})
    add_linear(std::string("encoder.layer.0.attention.") + part, 2, 2);
  add_linear("encoder.layer.0.intermediate.dense", 4, 2);
  add_linear("encoder.layer.0.output.dense", 2, 4);
  for (const char* norm :
       {"encoder.layer.0.attention.LayerNorm", "encoder.layer.0.LayerNorm", "encoder.emb_layer_norm_after"}) {
    add(std::string(norm) + ".weight", 1, 2);
    add(std::string(norm) + ".bias", 1, 2);
  }
  add_linear("classifier.dense", 2, 2);
  add_linear("classifier.out_proj", 2, 2);
  header += "}";
  const std::uint64_t length = header.size();
  return std::string(reinterpret_cast<const char*>(&length), sizeof(length)) + header +
         std::string(end, '\0');
}

constexpr std::string_view kFittingConfig = R"({"model_type": "esm", "vocab_size": 3, "hidden_size": 2,
  "num_attention_heads": 1, "num_hidden_layers": 1, "intermediate_size": 4, "layer_norm_eps": 1e-5,
  "position_embedding_type": "rotary"})";

void load(const std::uint8_t* config, std::size_t size) {
  static const std::string kWeights = small_weights();
  static const fuzz::MemoryFile weights(reinterpret_cast<const std::uint8_t*>(kWeights.data()),
                                        kWeights.size());
  const fuzz::MemoryFile file(config, size);
  const model::PublishedModel published = model::load_published_model(file.path(), weights.path());
  if (published.model.config.vocabulary != 3 || published.model.config.layers != 1)
    throw std::logic_error("a model that does not fit its weights was let through");
}

// Otherwise every input could be refused for the weights' sake, and nothing be tested.
bool fitting_config_loads() {
  load(reinterpret_cast<const std::uint8_t*>(kFittingConfig.data()), kFittingConfig.size());
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const bool is_fit = fitting_config_loads();
  try {
    if (is_fit) load(data, size);
  } catch (const Error&) {
    // malformed or not supported, and said so
  }
  return 0;
}
