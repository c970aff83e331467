#include "seq-embed/request.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/parse_number.h"

namespace seq_embed {
namespace {

using seqlens::UsageError;
using seqlens::model::EncoderConfig;

[[noreturn]] void refuse(const Options& options, std::string_view why) {
  throw UsageError(fmt::format("--what {}: {}", options.what, why));
}

What kind_of(const Options& options, const EncoderConfig& config) {
  if (options.what == "contacts") {
    if (!config.contact_head) refuse(options, "the model has no contact head");
    return What::contacts;
  }
  if (options.what == "attentions") return What::attentions;
  if (options.what == "class_logits" || options.what == "class_probabilities") {
    if (!config.classify) refuse(options, "the model has no classification head");
    return options.what == "class_logits" ? What::class_logits : What::class_probabilities;
  }
  if (options.what != "logits") return What::states;
  if (config.masked_lm) return What::token_logits;
  if (!config.classify) refuse(options, "the model has neither a masked-LM nor a classification head");
  return What::class_logits;
}

/// A layer as the user counts, from the end when negative.
int layer_number(std::string_view text, int count) {
  const auto number = seqlens::parse_integer(text, -count, count - 1);
  if (!number)
    throw UsageError(
        fmt::format("--layers '{}': this model has {} to {} (or -{} to -1)", text, 0, count - 1, count));
  return static_cast<int>(*number < 0 ? *number + count : *number);
}

std::vector<int> listed_layers(const std::string& text, int count) {
  std::vector<int> layers;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    layers.push_back(layer_number(std::string_view(text).substr(begin, end - begin), count));
    begin = end + 1;
  }
  auto sorted = layers;
  std::sort(sorted.begin(), sorted.end());
  if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end())
    throw UsageError(fmt::format("--layers '{}': names a layer twice", text));
  return layers;
}

std::vector<int> choose_layers(const Options& options, What what, const EncoderConfig& config) {
  const bool layered =
      what == What::attentions || (what == What::states && options.what != "last_hidden_state");
  if (!layered) {
    if (!options.layers.empty())
      throw UsageError(fmt::format("--layers: {} has one layer only", options.what));
    return what == What::states ? std::vector<int>{config.layers} : std::vector<int>{};
  }
  const int count = what == What::attentions ? config.layers : config.layers + 1;
  const bool all = options.layers.empty() ? options.what != "embedding" : options.layers == "all";
  if (!all) return listed_layers(options.layers.empty() ? "-1" : options.layers, count);
  std::vector<int> layers(static_cast<std::size_t>(count));
  std::iota(layers.begin(), layers.end(), 0);
  return layers;
}

Pool choose_pool(const Options& options, const Request& request) {
  const std::string name = !options.pool.empty()         ? options.pool
                           : options.what == "embedding" ? "mean"
                                                         : "none";
  if (name == "none") return Pool::none;
  if (request.has_classes())
    throw UsageError("--pool " + name + ": the logits of this model are those of the record already");
  if (name == "cls") return Pool::cls;
  return name == "max" ? Pool::max : Pool::mean;
}

/// The tokenizer puts a special token before the text.
bool has_cls(const seqlens::tokenize::Tokenizer& tokenizer) {
  const auto tokens = tokenizer.encode("AAAAAAAA");  // one k-mer at least
  return !tokens.map.empty() && tokens.map.front().empty();
}

void check(const Options& options, const Request& request, const seqlens::opened_model::OpenedModel& model) {
  if (request.pool == Pool::cls && !has_cls(*model.tokenizer()))
    throw UsageError("--pool cls: this model's tokenizer puts no [CLS] before a record; use mean or max");
  if (options.format == "npy" && request.layers.size() > 1)
    throw UsageError("--format npy: holds one layer; choose it with --layers");
  if (options.long_rule == "split" && request.needs_whole_record())
    throw UsageError("--long split: the logits of this model are those of whole records; use error or skip");
  if (request.drop_special && !model.config().stem.empty() && has_cls(*model.tokenizer()))
    throw UsageError("--special drop: this model's positions are no single tokens");
}

}  // namespace

Request make_request(const Options& options, const seqlens::opened_model::OpenedModel& model) {
  Request request;
  request.what = kind_of(options, model.config());
  request.name = options.what;
  request.pool = choose_pool(options, request);
  request.layers = choose_layers(options, request.what, model.config());
  request.named_layers =
      request.what == What::states && (options.what == "hidden_states" || request.layers.size() > 1);
  request.drop_special = options.special == "drop";
  if (request.what == What::class_probabilities) request.class_outputs = model.class_outputs();
  if (request.class_outputs == seqlens::scan::ClassOutputs::values)
    refuse(options, "the model gives values (a regression); class_logits prints them");
  check(options, request, model);
  return request;
}

std::size_t row_width(const Request& request, const EncoderConfig& config) {
  if (request.has_classes()) return config.classify->labels.size();
  if (request.what == What::states) return static_cast<std::size_t>(config.width);
  return static_cast<std::size_t>(config.masked_lm->predictions_per_token) *
         static_cast<std::size_t>(config.vocabulary);
}

}  // namespace seq_embed
