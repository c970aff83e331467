#include "model-train/model_setup.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/opened_model/opened_model.h"
#include "seqlens/opened_model/stored_texts.h"
#include "seqlens/tokenize/base_tokenizer.h"
#include "seqlens/tokenize/load_tokenizer.h"
#include "seqlens/tokenize/tokenizer_json.h"

namespace model_train {

using seqlens::InputError;
using seqlens::model::ClassifyHead;
using seqlens::model::EncoderConfig;
using seqlens::model::ModelFile;
using seqlens::model::Parameters;
using seqlens::opened_model::OpenedModel;

namespace {

using TokenizerPointer = std::shared_ptr<const seqlens::tokenize::Tokenizer>;

std::string read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw seqlens::Error(seqlens::errno_text("cannot open", path, errno));
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

EncoderConfig read_config(const std::string& path) {
  try {
    return seqlens::model::config_from_json(read_text(path));
  } catch (const InputError&) {
    throw;
  } catch (const seqlens::Error& error) {
    throw InputError(path, error.what());
  }
}

/// A model that training starts from.
struct InitialModel {
  explicit InitialModel(const std::string& path)
      : opened({.name = path, .file = path, .bytes = {}, .built_in_digest = {}}),
        file(opened.stored().load()),
        family(opened.family()) {}

  OpenedModel opened;
  ModelFile file;
  std::string family;  // "ESM-2"; empty for a model that was never published
};

TokenizerPointer make_tokenizer(const Options& options, const InitialModel* init) {
  const std::string& name = options.tokenizer;
  if (name == "base" || (name.empty() && !init)) return std::make_shared<seqlens::tokenize::BaseTokenizer>();
  if (name.empty()) return init->opened.tokenizer();
  if (std::filesystem::is_directory(name)) return seqlens::tokenize::load_tokenizer(name);
  if (name.ends_with(".safetensors")) return seqlens::opened_model::tokenizer_of_file(name);
  return seqlens::tokenize::tokenizer_from_json(read_text(name), name);
}

ClassifyHead first_token_head(const std::vector<std::string>& labels) {
  return {.labels = labels.empty() ? std::vector<std::string>{"negative", "positive"} : labels,
          .pooling = seqlens::model::Pooling::cls,
          .dense = true};
}

/// What training needs of a model that was made for something else: the head of the objective, in the layout
/// of its family (first token, dense and tanh, output; or that of masked tokens). The heads of a published
/// model that fine-tuning for classes would leave behind go.
EncoderConfig for_objective(EncoderConfig config, const Options& options) {
  if (options.objective == "classify") {
    config.masked_lm.reset();
    config.contact_head = false;
    if (!config.classify) config.classify = first_token_head(options.labels);
    config.pooler = false;  // its weights are those of the head's dense layer
  }
  if (options.objective == "masked-lm" && !config.masked_lm)
    config.masked_lm = seqlens::model::MaskedLmHead{.tied = config.embedding_columns() == config.width};
  return config;
}

void rename_labels(EncoderConfig& config, const std::vector<std::string>& labels) {
  const std::size_t classes = config.classify ? config.classify->labels.size() : 0;
  if (labels.size() != classes)
    throw seqlens::UsageError(
        fmt::format("--labels: {} names; the model has {} classes", labels.size(), classes));
  config.classify->labels = labels;
}

EncoderConfig choose_config(const Options& options, const InitialModel* init) {
  EncoderConfig config = !options.config.empty() ? read_config(options.config)
                         : init->family.empty()  ? init->file.config
                                                 : for_objective(init->file.config, options);
  // Nothing trains it, and a classifier that has it looks like a model of masked tokens.
  if (options.objective == "classify") config.masked_lm.reset();
  if (!options.labels.empty()) rename_labels(config, options.labels);
  return config;
}

void copy_tensors(const ModelFile& from, const std::string& path, ModelSetup& setup) {
  for (const auto& spec : setup.parameters.layout().tensors()) {
    const auto* found = from.parameters.layout().find(spec.name);
    if (!found) {
      setup.fresh.push_back(spec.name);
      continue;
    }
    if (found->rows != spec.rows || found->cols != spec.cols) {
      throw InputError(path, fmt::format("'{}' is ({}, {}), --config needs ({}, {})", spec.name, found->rows,
                                         found->cols, spec.rows, spec.cols));
    }
    const auto values = from.parameters.values().subspan(found->offset, found->rows * found->cols);
    std::ranges::copy(values, setup.parameters.values().begin() + static_cast<std::ptrdiff_t>(spec.offset));
  }
  for (const auto& spec : from.parameters.layout().tensors()) {
    if (!setup.parameters.layout().find(spec.name)) setup.unused.push_back(spec.name);
  }
}

}  // namespace

ModelSetup set_up_model(const Options& options) {
  std::optional<InitialModel> init;
  if (!options.init.empty()) init.emplace(options.init);
  const EncoderConfig config = choose_config(options, init ? &*init : nullptr);
  ModelSetup setup{.config = config,
                   .parameters = Parameters(config),
                   .tokenizer = make_tokenizer(options, init ? &*init : nullptr),
                   .metadata = {},
                   .family = {},
                   .fresh = {},
                   .unused = {}};
  // As every program that opens the trained model demands.
  if (setup.tokenizer->vocabulary_size() != static_cast<std::size_t>(config.vocabulary)) {
    throw seqlens::Error(
        fmt::format("the tokenizer ({}) has {} tokens, the model's vocabulary ({}) {}",
                    options.tokenizer.empty() ? init ? options.init : "base" : options.tokenizer,
                    setup.tokenizer->vocabulary_size(),
                    options.config.empty() ? options.init : options.config, config.vocabulary));
  }
  seqlens::model::initialise(setup.parameters, config, options.common.seed);
  if (init) {
    copy_tensors(init->file, options.init, setup);
    setup.metadata = init->file.metadata;
    setup.family = init->family;
  }
  // Figures of the model that --init was do not hold for what becomes of it.
  seqlens::opened_model::remove_use(setup.metadata);
  seqlens::opened_model::store_tokenizer(setup.metadata, *setup.tokenizer);
  return setup;
}

}  // namespace model_train
