#include "seqlens/report/json_writer.h"

#include <cmath>

#include <fmt/format.h>

#include "seqlens/core/json_text.h"

namespace seqlens::report {
namespace {

/// '<' could end a script, or begin a comment in one; it stands only inside of strings.
std::string without_angle(const std::string& json) {
  std::string safe;
  safe.reserve(json.size());
  for (const char c : json) {
    if (c == '<') {
      safe += "\\u003c";
    } else {
      safe += c;
    }
  }
  return safe;
}

}  // namespace

JsonWriter& JsonWriter::open(char bracket) {
  put({&bracket, 1});
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
  text_ += bracket;
  first_ = false;
  return *this;
}

JsonWriter& JsonWriter::put(std::string_view written) {
  if (!first_) text_ += ',';
  text_ += written;
  first_ = false;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  text(name);
  text_ += ':';
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::text(std::string_view value) {
  return put(without_angle(json_string(value)));
}

JsonWriter& JsonWriter::whole(std::int64_t value) {
  return put(std::to_string(value));
}

JsonWriter& JsonWriter::real(double value, int digits) {
  if (!std::isfinite(value)) return nothing();
  return put(fmt::format("{:.{}g}", value == 0 ? 0.0 : value, digits));
}

JsonWriter& JsonWriter::truth(bool value) {
  return put(value ? "true" : "false");
}

JsonWriter& JsonWriter::nothing() {
  return put("null");
}

}  // namespace seqlens::report
