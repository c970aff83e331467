#include "model-train/model_setup.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/model/model_file.h"
#include "seqlens/tokenize/base_tokenizer.h"
#include "seqlens/tokenize/tokenizer_json.h"

namespace model_train {

using seqlens::InputError;
using seqlens::model::EncoderConfig;
using seqlens::model::ModelFile;
using seqlens::model::Parameters;

namespace {

constexpr const char* tokenizer_key = "seqlens.tokenizer";

std::string read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw seqlens::Error(seqlens::errno_text("open", path, errno));
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

std::unique_ptr<const seqlens::tokenize::Tokenizer> tokenizer_of_model(const ModelFile& model,
                                                                       const std::string& path) {
  const auto found = model.metadata.find(tokenizer_key);
  if (found == model.metadata.end())
    throw InputError(path, "the model file holds no tokenizer; give --tokenizer");
  return seqlens::tokenize::tokenizer_from_json(found->second, path + ": " + tokenizer_key);
}

std::unique_ptr<const seqlens::tokenize::Tokenizer> make_tokenizer(const std::string& name,
                                                                   const std::optional<ModelFile>& init,
                                                                   const std::string& init_path) {
  if (name == "base" || (name.empty() && !init)) return std::make_unique<seqlens::tokenize::BaseTokenizer>();
  if (name.empty()) return tokenizer_of_model(*init, init_path);
  if (name.ends_with(".safetensors")) return tokenizer_of_model(seqlens::model::load_model_file(name), name);
  return seqlens::tokenize::tokenizer_from_json(read_text(name), name);
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
  std::optional<ModelFile> init;
  if (!options.init.empty()) init = seqlens::model::load_model_file(options.init);
  const EncoderConfig config = options.config.empty() ? init->config : read_config(options.config);
  ModelSetup setup{config, Parameters(config), make_tokenizer(options.tokenizer, init, options.init), {}, {},
                   {}};
  if (setup.tokenizer->vocabulary_size() > static_cast<std::size_t>(config.vocabulary)) {
    throw seqlens::Error(fmt::format("the tokenizer has {} tokens, the model's vocabulary {}",
                                     setup.tokenizer->vocabulary_size(), config.vocabulary));
  }
  seqlens::model::initialise(setup.parameters, config, options.common.seed);
  if (init) {
    copy_tensors(*init, options.init, setup);
    setup.metadata = init->metadata;
  }
  setup.metadata[tokenizer_key] = setup.tokenizer->to_json();
  return setup;
}

}  // namespace model_train
