#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace seqlens::report {

/// Writes a JSON text piece by piece, without white space: begin_object(), key("a"), value(1), end_object().
/// The text may stand between <script> tags as it is: it never holds a '<'.
class JsonWriter {
 public:
  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  JsonWriter& key(std::string_view name);

  /// Bytes that are no UTF-8 become U+FFFD.
  JsonWriter& text(std::string_view value);
  JsonWriter& whole(std::int64_t value);
  /// With so many significant digits; NaN and infinity are null.
  JsonWriter& real(double value, int digits);
  JsonWriter& truth(bool value);
  JsonWriter& nothing();

  [[nodiscard]] const std::string& str() const { return text_; }

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  JsonWriter& put(std::string_view written);

  std::string text_;
  bool first_ = true;  // no comma before the next value
};

}  // namespace seqlens::report
