#include "hf_config.h"

#include <cerrno>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/json_limits.h"

namespace seqlens::model {

HfConfig::HfConfig(const std::filesystem::path& path) : place_(path.string()) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw Error(errno_text("cannot open", place_, errno));
  std::ostringstream text;
  text << stream.rdbuf();
  // A text of brackets alone would be as deep as it is long, and writing it in a message takes stack.
  if (const std::string fault = json_fault(text.view(), {.depth = 32}); !fault.empty())
    throw InputError(place_, fault);
  json_ = nlohmann::json::parse(text.view(), nullptr, /*allow_exceptions=*/false);
  if (!json_.is_object()) throw InputError(place_, "not a JSON object");
}

bool HfConfig::has(const char* key) const {
  const auto found = json_.find(key);
  return found != json_.end() && !found->is_null();
}

const nlohmann::json& HfConfig::required(const char* key) const {
  if (!has(key)) throw InputError(place_, fmt::format("key '{}' is missing", key));
  return json_.at(key);
}

int HfConfig::integer(const char* key) const {
  constexpr int kLargest = 1 << 24;  // no size of a model comes near
  const auto& value = required(key);
  // As a double, since an unsigned 2^64 - 1 is less than nothing to the library's comparison.
  if (!value.is_number_integer() || value.get<double>() < -1 || value.get<double>() > kLargest)
    refuse(key, fmt::format("must be a whole number up to {}", kLargest));
  return value.get<int>();
}

int HfConfig::integer_or(const char* key, int otherwise) const {
  return has(key) ? integer(key) : otherwise;
}

float HfConfig::real(const char* key) const {
  const auto& value = required(key);
  if (!value.is_number()) refuse(key, "must be a number");
  return value.get<float>();
}

bool HfConfig::flag_or(const char* key, bool otherwise) const {
  if (!has(key)) return otherwise;
  if (!json_.at(key).is_boolean()) refuse(key, "must be true or false");
  return json_.at(key).get<bool>();
}

std::string HfConfig::text(const char* key) const {
  const auto& value = required(key);
  if (!value.is_string()) refuse(key, "must be a text");
  return value.get<std::string>();
}

std::string HfConfig::text_or(const char* key, const std::string& otherwise) const {
  return has(key) ? text(key) : otherwise;
}

void HfConfig::refuse(const char* key, std::string_view text) const {
  const std::string found =
      has(key) ? json_.at(key).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) : "";
  throw InputError(
      place_, fmt::format("key '{}' is {}, {}", key, found.empty() ? "absent" : found.substr(0, 80), text));
}

void HfConfig::refuse_if(const char* key, std::string_view text) const {
  if (flag_or(key, false)) refuse(key, text);
}

void HfConfig::refuse_architecture(std::string_view ending, std::string_view text) const {
  if (!has("architectures") || !json_.at("architectures").is_array()) return;
  for (const auto& name : json_.at("architectures"))
    if (name.is_string() && std::string_view(name.get_ref<const std::string&>()).ends_with(ending))
      refuse("architectures", text);
}

std::vector<std::string> HfConfig::labels(std::size_t count) const {
  if (!has("id2label")) {
    std::vector<std::string> labels;
    for (std::size_t i = 0; i < count; ++i) labels.push_back(fmt::format("LABEL_{}", i));
    return labels;
  }
  const auto& named = json_.at("id2label");
  if (!named.is_object() || named.size() != count)
    refuse("id2label", fmt::format("but the classifier has {} outputs", count));
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < count; ++i) {
    const auto label = named.find(std::to_string(i));
    if (label == named.end() || !label->is_string())
      refuse("id2label", fmt::format("without a text for {}", i));
    labels.push_back(label->get<std::string>());
  }
  return labels;
}

}  // namespace seqlens::model
