#include "hf_config.h"

#include <cerrno>
#include <fstream>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens::model {

HfConfig::HfConfig(const std::filesystem::path& path) : place_(path.string()) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw InputError(place_, errno_text("cannot open", place_, errno));
  json_ = nlohmann::json::parse(stream, nullptr, /*allow_exceptions=*/false);
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
  if (!value.is_number_integer() || value < -1 || value > kLargest)
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

std::vector<std::string> HfConfig::labels(std::size_t count) const {
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < count; ++i) {
    const auto id = std::to_string(i);
    const bool named = has("id2label") && json_.at("id2label").is_object() &&
                       json_.at("id2label").contains(id) && json_.at("id2label").at(id).is_string();
    labels.push_back(named ? json_.at("id2label").at(id).get<std::string>() : "LABEL_" + id);
  }
  return labels;
}

}  // namespace seqlens::model
