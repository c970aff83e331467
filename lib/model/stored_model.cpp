#include "seqlens/model/stored_model.h"

#include <optional>
#include <set>
#include <utility>

#include "seqlens/checkpoint/checkpoint_files.h"
#include "seqlens/core/errors.h"

#include "open_model.h"
#include "published/open_published.h"

namespace seqlens::model {

struct StoredModel::Impl {
  std::optional<checkpoint::SafetensorsView> bytes;  // of a model in memory
  std::optional<checkpoint::SafetensorsFile> file;   // of our form on disk
  std::optional<checkpoint::CheckpointFiles> published;
  std::vector<std::filesystem::path> paths;
  std::optional<OpenModel> open;  // points into one of the three
};

namespace {

bool is_our_form(const checkpoint::SafetensorsFile& file) {
  return file.view().metadata().contains(kFormatKey);
}

std::optional<checkpoint::SafetensorsFile> our_file(const std::filesystem::path& path) {
  if (std::filesystem::is_directory(path)) return std::nullopt;
  std::optional<checkpoint::SafetensorsFile> file(std::in_place, path);
  if (!is_our_form(*file)) file.reset();
  return file;
}

}  // namespace

StoredModel::StoredModel(const std::filesystem::path& file_or_folder) : impl_(std::make_unique<Impl>()) {
  impl_->file = our_file(file_or_folder);
  if (impl_->file) {
    impl_->paths = {file_or_folder};
    impl_->open = open_own_form(*impl_->file, file_or_folder.string());
    return;
  }
  impl_->published.emplace(file_or_folder);
  impl_->paths = impl_->published->files();
  impl_->open = open_published(config_beside(file_or_folder), *impl_->published);
}

StoredModel::StoredModel(std::span<const std::byte> bytes, const std::string& place)
    : impl_(std::make_unique<Impl>()) {
  impl_->bytes.emplace(bytes, place);
  impl_->open = open_own_form(*impl_->bytes, place);
}

StoredModel::~StoredModel() = default;
StoredModel::StoredModel(StoredModel&&) noexcept = default;
StoredModel& StoredModel::operator=(StoredModel&&) noexcept = default;

const EncoderConfig& StoredModel::config() const {
  return impl_->open->config;
}
const std::map<std::string, std::string>& StoredModel::metadata() const {
  return impl_->open->metadata;
}
const std::string& StoredModel::family() const {
  return impl_->open->family;
}
const std::vector<std::string>& StoredModel::ignored() const {
  return impl_->open->ignored;
}
const std::vector<std::filesystem::path>& StoredModel::files() const {
  return impl_->paths;
}

std::map<std::string, std::uint64_t> StoredModel::element_types() const {
  std::set<const checkpoint::Tensor*> tensors;  // a fused one is the source of three of ours
  for (const auto& [name, source] : impl_->open->sources) tensors.insert(source.tensor);
  std::map<std::string, std::uint64_t> types;
  for (const checkpoint::Tensor* tensor : tensors)
    types[std::string(checkpoint::name(tensor->dtype))] += tensor->elements();
  return types;
}

std::string StoredModel::place() const {
  return impl_->open->place;
}
const ParameterLayout& StoredModel::layout() const {
  return impl_->open->layout;
}
void StoredModel::read(const TensorSpec& tensor, std::span<float> out) const {
  read_tensor(*impl_->open, tensor, out);
}
StoredTables StoredModel::tables() const {
  return read_tables(*impl_->open);
}

ModelFile StoredModel::load() const {
  return read_weights(*impl_->open);
}

}  // namespace seqlens::model
