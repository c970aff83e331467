#include "tensor_names.h"

#include <algorithm>
#include <cctype>
#include <optional>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

#include "open_model.h"

namespace seqlens::model {

namespace {

constexpr std::string_view kInverseFrequencies = "rotary.inv_freq";

std::string with_layer(std::string_view pattern, std::string_view layer) {
  std::string name(pattern);
  for (auto at = name.find('#'); at != std::string::npos; at = name.find('#')) name.replace(at, 1, layer);
  return name;
}

/// The layer's number (empty for a pattern without '#') when `name` is the pattern; nothing otherwise.
std::optional<std::string> match(std::string_view pattern, std::string_view name) {
  const auto hash = pattern.find('#');
  if (hash == std::string_view::npos) return pattern == name ? std::optional<std::string>("") : std::nullopt;
  if (!name.starts_with(pattern.substr(0, hash))) return std::nullopt;
  std::size_t end = hash;
  while (end < name.size() && std::isdigit(static_cast<unsigned char>(name[end]))) ++end;
  if (end == hash || name.substr(end) != pattern.substr(hash + 1)) return std::nullopt;
  return std::string(name.substr(hash, end - hash));
}

struct SplitName {
  std::string_view module;
  std::string_view suffix;  // ".weight", ".bias" or nothing
};

SplitName split(std::string_view name) {
  for (const std::string_view suffix : {std::string_view(".weight"), std::string_view(".bias")})
    if (name.ends_with(suffix)) return {name.substr(0, name.size() - suffix.size()), suffix};
  return {name, ""};
}

// TensorFlow's names of a norm's weights live on in old checkpoints.
std::string modern(std::string_view name) {
  std::string text(name);
  if (text.ends_with(".gamma")) text.replace(text.size() - 5, 5, "weight");
  if (text.ends_with(".beta")) text.replace(text.size() - 4, 4, "bias");
  return text;
}

class Assigner {
 public:
  Assigner(const Family& family, const ParameterLayout& layout, const checkpoint::CheckpointFiles& files)
      : family_(family), layout_(layout), files_(files) {}

  NameAssignment assign() {
    for (const auto& [name, tensor] : files_.tensors()) place(*tensor);
    for (const TensorSpec& spec : layout_.tensors())
      if (spec.name != kInverseFrequencies && !result_.sources.contains(spec.name))
        refuse(fmt::format("tensor '{}' is missing", published_name(spec.name)));
    return std::move(result_);
  }

 private:
  [[noreturn]] void refuse(const std::string& text) const { throw InputError(files_.place(), text); }

  [[nodiscard]] std::string plain_name(const checkpoint::Tensor& tensor) const {
    const std::string name = modern(tensor.name);
    return name.starts_with(family_.prefix) ? name.substr(family_.prefix.size()) : name;
  }

  void place(const checkpoint::Tensor& tensor) {
    const std::string name = plain_name(tensor);
    if (is_ignored(name)) {
      result_.ignored.push_back(tensor.name);
      return;
    }
    const SplitName parts = split(name);
    for (const NameRule& rule : family_.rules) {
      const auto layer = match(rule.published, parts.module);
      if (!layer) continue;
      return take(tensor, with_layer(rule.ours, *layer), parts.suffix);
    }
    refuse(fmt::format("tensor '{}' is not known in a model of the family {}", tensor.name, family_.name));
  }

  [[nodiscard]] bool is_ignored(const std::string& name) const {
    return std::ranges::any_of(family_.ignored,
                               [&](std::string_view pattern) { return match(pattern, name).has_value(); });
  }

  void take(const checkpoint::Tensor& tensor, const std::string& targets, std::string_view suffix) {
    const auto parts = static_cast<std::size_t>(std::ranges::count(targets, '|')) + 1;
    std::size_t begin = 0;
    for (std::size_t part = 0; part < parts; ++part) {
      const std::size_t end = std::min(targets.find('|', begin), targets.size());
      take_part(tensor, targets.substr(begin, end - begin) + std::string(suffix), part, parts);
      begin = end + 1;
    }
  }

  void take_part(const checkpoint::Tensor& tensor, const std::string& target, std::size_t part,
                 std::size_t parts) {
    const TensorSpec* spec = layout_.find(target);
    if (!spec)
      refuse(fmt::format("tensor '{}' has no place in the model that config.json describes", tensor.name));
    check_shape(tensor, *spec, parts);
    require_float_elements(tensor, files_.place());
    const auto [place, fresh] =
        result_.sources.try_emplace(target, TensorSource{.tensor = &tensor, .first_row = part * spec->rows});
    if (fresh) return;
    if (target != kInverseFrequencies)
      refuse(fmt::format("tensor '{}' is there under a second name too", tensor.name));
    if (!std::ranges::equal(tensor.bytes, place->second.tensor->bytes))
      refuse(fmt::format("'{}' differs from '{}'; layers with different frequencies are not supported",
                         tensor.name, place->second.tensor->name));
  }

  void check_shape(const checkpoint::Tensor& tensor, const TensorSpec& spec, std::size_t parts) const {
    // A vector is published as (n); the rest as (rows, columns).
    const bool vector = spec.rows == 1 && tensor.shape.size() == 1;
    const std::vector<std::size_t> expected = vector ? std::vector<std::size_t>{parts * spec.cols}
                                                     : std::vector<std::size_t>{parts * spec.rows, spec.cols};
    if (tensor.shape != expected)
      refuse(fmt::format("'{}' is {}, config.json needs {}", tensor.name,
                         checkpoint::shape_text(tensor.shape), checkpoint::shape_text(expected)));
  }

  /// What the family calls our tensor, for messages.
  [[nodiscard]] std::string published_name(const std::string& ours) const {
    const SplitName parts = split(ours);
    for (const NameRule& rule : family_.rules) {
      std::string_view targets = rule.ours;
      while (!targets.empty()) {
        const std::string_view target = targets.substr(0, targets.find('|'));
        if (const auto layer = match(target, parts.module))
          return prefix_of(rule.published) + with_layer(rule.published, *layer) + std::string(parts.suffix);
        targets.remove_prefix(std::min(targets.size(), target.size() + 1));
      }
    }
    return ours;
  }

  /// Heads have no prefix, and neither has the trunk when it was saved by itself.
  [[nodiscard]] std::string prefix_of(std::string_view published) const {
    const bool is_head = published.starts_with(family_.heads) || published.starts_with("classifier");
    const bool is_prefixed = std::ranges::any_of(
        files_.tensors(), [&](const auto& item) { return item.first.starts_with(family_.prefix); });
    return is_head || !is_prefixed ? "" : std::string(family_.prefix);
  }

  const Family& family_;
  const ParameterLayout& layout_;
  const checkpoint::CheckpointFiles& files_;
  NameAssignment result_;
};

}  // namespace

const checkpoint::Tensor* PublishedNames::find(std::string_view name) const {
  if (const checkpoint::Tensor* tensor = files_.find(std::string(prefix_) + std::string(name))) return tensor;
  return files_.find(name);
}

NameAssignment assign_names(const Family& family, const ParameterLayout& layout,
                            const checkpoint::CheckpointFiles& files) {
  return Assigner(family, layout, files).assign();
}

}  // namespace seqlens::model
