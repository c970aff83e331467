#include "safetensors_header.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string_view>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/core/json_limits.h"

#include "dtype_table.h"
#include "foreign_model.h"
#include "header_text.h"

namespace seqlens::checkpoint {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kLengthBytes = 8;
constexpr std::size_t kDeepestHeader = 3;  // file object, tensor object, shape list

/// Hears of every key of a JSON text and nothing else. nlohmann::json keeps the last of two equal keys
/// without a word, and its parser with a callback takes a time that grows with the square of the members.
class KeyWatch final : public nlohmann::json_sax<Json> {
 public:
  /// @param twice  is told of a key that its object has already, and does not return.
  explicit KeyWatch(std::function<void(const std::string&)> twice) : twice_(std::move(twice)) {}

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override {
    keys_.emplace_back();
    return true;
  }
  bool key(string_t& name) override {
    if (!keys_.back().insert(name).second) twice_(name);
    return true;
  }
  bool end_object() override {
    keys_.pop_back();
    return true;
  }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

 private:
  std::function<void(const std::string&)> twice_;
  std::vector<std::unordered_set<std::string>> keys_;  // of the objects that are open
};

class HeaderReader {
 public:
  HeaderReader(std::span<const std::byte> bytes, const std::string& place) : bytes_(bytes), place_(place) {}

  SafetensorsHeader read() {
    const std::string_view text = header_text();
    data_ = bytes_.subspan(kLengthBytes + text.size());
    const Json json = parse(text);
    for (const auto& [name, value] : json.items()) {
      if (name == "__metadata__")
        read_metadata(value);
      else
        result_.tensors.push_back(read_tensor(name, value));
    }
    check_coverage();
    return std::move(result_);
  }

 private:
  [[noreturn]] void refuse(const std::string& text) const { throw InputError(place_, text); }
  [[noreturn]] void refuse(std::string_view tensor, std::string_view text) const {
    refuse(fmt::format("tensor '{}' {}", tensor, text));
  }

  [[nodiscard]] std::string_view text_from(std::size_t offset, std::size_t size) const {
    return {reinterpret_cast<const char*>(bytes_.data()) + offset, size};
  }

  [[nodiscard]] std::string_view header_text() const {
    if (bytes_.size() < kLengthBytes)
      refuse(fmt::format("{} bytes are too few for a safetensors file; copy it again", bytes_.size()));
    std::uint64_t length = 0;
    std::memcpy(&length, bytes_.data(), kLengthBytes);
    if (length > kMostHeaderBytes)
      refuse(fmt::format("header length is {}, at most {} is allowed; is this a safetensors file?", length,
                         kMostHeaderBytes));
    if (length > bytes_.size() - kLengthBytes)
      refuse(fmt::format(
          "header length is {}, but only {} bytes follow; the file is truncated or no safetensors file",
          length, bytes_.size() - kLengthBytes));
    const std::string_view text = text_from(kLengthBytes, length);
    if (!text.starts_with('{')) refuse("the header does not start with '{'; is this a safetensors file?");
    return text;
  }

  [[nodiscard]] Json parse(std::string_view text) const {
    const std::string fault = json_fault(text, {.bytes = kMostHeaderBytes, .depth = kDeepestHeader});
    if (!fault.empty()) refuse("the header " + fault);
    Json json;
    try {
      json = Json::parse(text);
      KeyWatch watch(
          [this](const std::string& key) { refuse(fmt::format("the header names '{}' twice", key)); });
      static_cast<void>(Json::sax_parse(text, &watch));
    } catch (const Json::exception& error) {
      refuse(fmt::format("the header is not valid JSON: {}", error.what()));
    }
    return json;
  }

  void read_metadata(const Json& json) {
    if (!json.is_object()) refuse("'__metadata__' is no JSON object");
    for (const auto& [key, value] : json.items()) {
      if (!value.is_string()) refuse(fmt::format("'__metadata__' key '{}' is no text", key));
      result_.metadata.emplace(key, value.get<std::string>());
    }
  }

  [[nodiscard]] Tensor read_tensor(const std::string& name, const Json& json) const {
    if (!json.is_object()) refuse(name, "is described by no JSON object");
    for (const auto& [key, value] : json.items())
      if (key != "dtype" && key != "shape" && key != "data_offsets")
        refuse(name, fmt::format("has the unknown key '{}'", key));
    Tensor tensor{
        .name = name, .dtype = read_dtype(name, json), .shape = read_shape(name, json), .bytes = {}};
    tensor.bytes = read_bytes(tensor, json);
    return tensor;
  }

  [[nodiscard]] DType read_dtype(const std::string& name, const Json& json) const {
    const auto found = json.find("dtype");
    if (found == json.end() || !found->is_string()) refuse(name, "has no dtype");
    const std::string text = found->get<std::string>();
    for (std::size_t i = 0; i < kDTypes.size(); ++i)
      if (kDTypes[i].name == text) return static_cast<DType>(i);
    refuse(name, fmt::format("has the unknown dtype '{}'", text));
  }

  [[nodiscard]] std::vector<std::size_t> read_list(const std::string& name, const Json& json,
                                                   const char* key) const {
    const auto found = json.find(key);
    if (found == json.end() || !found->is_array()) refuse(name, fmt::format("has no {}", key));
    std::vector<std::size_t> values;
    for (const Json& value : *found) {
      if (!value.is_number_unsigned())
        refuse(name, fmt::format("has a {} that is no list of whole numbers", key));
      values.push_back(value.get<std::size_t>());
    }
    return values;
  }

  [[nodiscard]] std::vector<std::size_t> read_shape(const std::string& name, const Json& json) const {
    return read_list(name, json, "shape");
  }

  [[nodiscard]] std::size_t bytes_of_shape(const Tensor& tensor) const {
    std::size_t product = size_in_bytes(tensor.dtype);
    for (const std::size_t size : tensor.shape)
      if (__builtin_mul_overflow(product, size, &product))
        refuse(tensor.name,
               fmt::format("has the shape {}, whose product overflows", shape_text(tensor.shape)));
    return product;
  }

  [[nodiscard]] std::span<const std::byte> read_bytes(const Tensor& tensor, const Json& json) const {
    const std::vector<std::size_t> offsets = read_list(tensor.name, json, "data_offsets");
    if (offsets.size() != 2) refuse(tensor.name, "needs two data_offsets, begin and end");
    const std::size_t begin = offsets[0];
    const std::size_t end = offsets[1];
    if (begin > end || end > data_.size())
      refuse(tensor.name,
             fmt::format("lies at bytes {} to {}, but the file holds {} bytes of data; copy it again", begin,
                         end, data_.size()));
    const std::size_t expected = bytes_of_shape(tensor);
    if (end - begin != expected)
      refuse(tensor.name, fmt::format("has {} bytes, {} {} needs {}", end - begin,
                                      checkpoint::name(tensor.dtype), shape_text(tensor.shape), expected));
    return data_.subspan(begin, end - begin);
  }

  // The format allows neither overlaps nor gaps: every byte belongs to exactly one tensor.
  void check_coverage() {
    std::ranges::stable_sort(result_.tensors, [](const Tensor& a, const Tensor& b) {
      return std::pair(a.bytes.data(), a.bytes.size()) < std::pair(b.bytes.data(), b.bytes.size());
    });
    std::size_t end = 0;
    for (const Tensor& tensor : result_.tensors) {
      const auto begin = static_cast<std::size_t>(tensor.bytes.data() - data_.data());
      if (begin < end) refuse(tensor.name, "overlaps the tensor before it");
      if (begin > end) refuse(tensor.name, fmt::format("leaves a gap of {} bytes before it", begin - end));
      end = begin + tensor.bytes.size();
    }
    if (end != data_.size())
      refuse(fmt::format("{} bytes after the last tensor belong to none", data_.size() - end));
  }

  std::span<const std::byte> bytes_;
  std::span<const std::byte> data_;
  const std::string& place_;
  SafetensorsHeader result_;
};

}  // namespace

SafetensorsHeader read_header(std::span<const std::byte> bytes, const std::string& place) {
  try {
    return HeaderReader(bytes, place).read();
  } catch (const InputError&) {
    const std::string foreign = foreign_content(bytes);
    if (foreign.empty()) throw;
    throw InputError(place, foreign);
  }
}

}  // namespace seqlens::checkpoint
