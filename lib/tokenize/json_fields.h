#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace seqlens::tokenize {

/// One JSON object of untrusted text, read field by field; each error names the place and the field.
class JsonFields {
 public:
  /// @throws InputError at `place` when the text is no JSON object.
  static nlohmann::json parse_object(std::string_view text, std::string_view place);

  /// `prefix` is put before field names in errors ("model.").
  JsonFields(const nlohmann::json& object, std::string_view place, std::string prefix = {});

  /// Nothing when the field is absent or null.
  [[nodiscard]] const nlohmann::json* find(const char* name) const;
  /// @throws InputError when the field is absent, null or of another type (so do the others).
  [[nodiscard]] JsonFields object(const char* name) const;
  [[nodiscard]] const nlohmann::json& array(const char* name) const;
  [[nodiscard]] std::string text(const char* name) const;
  [[nodiscard]] std::int32_t integer(const char* name) const;
  [[nodiscard]] std::vector<std::string> texts(const char* name) const;
  [[nodiscard]] std::vector<std::int32_t> integers(const char* name) const;
  /// Nothing when absent or null.
  [[nodiscard]] std::optional<std::string> optional_text(const char* name) const;
  [[nodiscard]] std::optional<std::int32_t> optional_integer(const char* name) const;
  [[nodiscard]] bool flag(const char* name, bool absent) const;

  [[nodiscard]] const nlohmann::json& raw() const { return object_; }
  [[nodiscard]] std::string_view place() const { return place_; }
  /// @throws InputError "place: 'prefix.name' is FOUND, expected EXPECTED".
  [[noreturn]] void fail(std::string_view name, std::string_view found, std::string_view expected) const;

 private:
  [[nodiscard]] const nlohmann::json& need(const char* name, std::string_view expected) const;

  const nlohmann::json& object_;
  std::string_view place_;
  std::string prefix_;
};

/// The value as a 32-bit integer; nothing for any other.
[[nodiscard]] std::optional<std::int32_t> as_int32(const nlohmann::json& value);

}  // namespace seqlens::tokenize
