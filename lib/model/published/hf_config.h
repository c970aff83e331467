#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace seqlens::model {

/// The config.json of a published folder, with errors that name the key.
class HfConfig {
 public:
  /// @throws InputError
  explicit HfConfig(const std::filesystem::path& path);

  [[nodiscard]] const std::string& place() const { return place_; }
  /// Neither absent nor null.
  [[nodiscard]] bool has(const char* key) const;

  [[nodiscard]] int integer(const char* key) const;
  [[nodiscard]] int integer_or(const char* key, int otherwise) const;
  [[nodiscard]] float real(const char* key) const;
  [[nodiscard]] bool flag_or(const char* key, bool otherwise) const;
  [[nodiscard]] std::string text(const char* key) const;
  [[nodiscard]] std::string text_or(const char* key, const std::string& otherwise) const;

  /// "key 'hidden_act' is 'relu', ...". Always throws InputError.
  [[noreturn]] void refuse(const char* key, std::string_view text) const;

  /// Refuses a flag that is set.
  void refuse_if(const char* key, std::string_view text) const;
  /// Refuses a model whose "architectures" name one with this ending.
  void refuse_architecture(std::string_view ending, std::string_view text) const;

  /// Labels in the order of their logits, from id2label; "LABEL_0" and so on where there is none. Refuses an
  /// id2label of another size.
  [[nodiscard]] std::vector<std::string> labels(std::size_t count) const;

 private:
  [[nodiscard]] const nlohmann::json& required(const char* key) const;

  std::string place_;
  nlohmann::json json_;
};

}  // namespace seqlens::model
