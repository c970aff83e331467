#include <array>
#include <charconv>
#include <set>
#include <string_view>
#include <type_traits>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/core/json_limits.h"
#include "seqlens/model/config.h"

namespace seqlens::model {

namespace {

using Json = nlohmann::ordered_json;

template <class Enum>
using Names = std::span<const std::pair<Enum, std::string_view>>;

constexpr std::array<std::pair<Positions, std::string_view>, 6> kPositions{
    {{Positions::none, "none"},
     {Positions::learned, "learned"},
     {Positions::sinusoidal, "sinusoidal"},
     {Positions::rotary, "rotary"},
     {Positions::alibi, "alibi"},
     {Positions::continuous, "continuous"}}};
constexpr std::array<std::pair<RelativeForm, std::string_view>, 4> kRelativeForms{
    {{RelativeForm::none, "none"},
     {RelativeForm::spline, "spline"},
     {RelativeForm::power_law, "power_law"},
     {RelativeForm::exponential, "exponential"}}};
constexpr std::array<std::pair<NormPlacement, std::string_view>, 3> kNormPlacements{
    {{NormPlacement::pre, "pre"}, {NormPlacement::post, "post"}, {NormPlacement::none, "none"}}};
constexpr std::array<std::pair<FeedForward, std::string_view>, 5> kFeedForwards{
    {{FeedForward::relu, "relu"},
     {FeedForward::gelu, "gelu"},
     {FeedForward::gelu_tanh, "gelu_tanh"},
     {FeedForward::geglu, "geglu"},
     {FeedForward::swiglu, "swiglu"}}};
constexpr std::array<std::pair<Pooling, std::string_view>, 3> kPoolings{
    {{Pooling::cls, "cls"}, {Pooling::mean, "mean"}, {Pooling::attention, "attention"}}};

constexpr Names<Positions> names_of(Positions) {
  return kPositions;
}
constexpr Names<RelativeForm> names_of(RelativeForm) {
  return kRelativeForms;
}
constexpr Names<NormPlacement> names_of(NormPlacement) {
  return kNormPlacements;
}
constexpr Names<FeedForward> names_of(FeedForward) {
  return kFeedForwards;
}
constexpr Names<Pooling> names_of(Pooling) {
  return kPoolings;
}

[[noreturn]] void refuse(std::string_view key, std::string_view text) {
  throw Error(fmt::format("model configuration: key '{}' {}", key, text));
}

// Each struct lists its fields once; Writer and Reader walk the same list, so the two directions cannot drift
// apart.
template <class Visitor, class Config>
requires std::is_same_v<std::remove_const_t<Config>, ConvLayer>
void visit(Visitor& v, Config& c) {
  v.field("channels", c.channels);
  v.field("kernel", c.kernel);
  v.field("stride", c.stride);
  v.field("norm", c.norm);
}

template <class Visitor, class Config>
requires std::is_same_v<std::remove_const_t<Config>, FirstStage>
void visit(Visitor& v, Config& c) {
  v.field("channels", c.channels);
  v.field("kernel", c.kernel);
}

template <class Visitor, class Config>
requires std::is_same_v<std::remove_const_t<Config>, ClassifyHead>
void visit(Visitor& v, Config& c) {
  v.field("labels", c.labels);
  v.field("pooling", c.pooling);
  v.field("dense", c.dense);
}

template <class Visitor, class Config>
requires std::is_same_v<std::remove_const_t<Config>, MaskedLmHead>
void visit(Visitor& v, Config& c) {
  v.field("transform", c.transform);
  v.field("tied", c.tied);
  v.field("decoder_bias", c.decoder_bias);
  v.field("predictions_per_token", c.predictions_per_token);
}

template <class Visitor, class Config>
requires std::is_same_v<std::remove_const_t<Config>, TokenHead>
void visit(Visitor& v, Config& c) {
  v.field("outputs", c.outputs);
  v.field("bins", c.bins);
}

template <class Visitor, class Config>
requires std::is_same_v<std::remove_const_t<Config>, ContinuousPositions>
void visit(Visitor& v, Config& c) {
  v.field("dimensions", c.dimensions);
  v.field("periods", c.periods);
  v.field("form", c.form);
  v.field("knots", c.knots);
  v.field("unit", c.unit);
}

template <class Visitor, class Config>
requires std::is_same_v<std::remove_const_t<Config>, EncoderConfig>
void visit(Visitor& v, Config& c) {
  v.field("vocabulary", c.vocabulary);
  v.field("width", c.width);
  v.field("heads", c.heads);
  v.field("layers", c.layers);
  v.field("feed_forward_width", c.feed_forward_width);
  v.field("feed_forward", c.feed_forward);
  v.field("norm_placement", c.norm_placement);
  v.field("norm_eps", c.norm_eps);
  v.field("attention_bias", c.attention_bias);
  v.field("feed_forward_bias", c.feed_forward_bias);
  v.field("feed_forward_out_bias", c.feed_forward_out_bias);
  v.field("positions", c.positions);
  v.field("max_positions", c.max_positions);
  v.later("continuous", c.continuous);
  v.field("position_offset", c.position_offset);
  v.later("features", c.features);
  v.later("without_residuals", c.without_residuals);
  v.later("unscaled_scores", c.unscaled_scores);
  v.field("token_types", c.token_types);
  v.field("embedding_norm", c.embedding_norm);
  v.field("final_norm", c.final_norm);
  v.field("embedding_width", c.embedding_width);
  v.field("stem", c.stem);
  v.field("pad_token", c.pad_token);
  v.field("mask_token", c.mask_token);
  v.field("token_dropout_fraction", c.token_dropout_fraction);
  v.field("first_stage", c.first_stage);
  v.field("classify", c.classify);
  v.field("masked_lm", c.masked_lm);
  v.later("pooler", c.pooler);
  v.field("contact_head", c.contact_head);
  v.field("window_tokens", c.window_tokens);
  v.later("local_kernel", c.local_kernel);
  v.later("token_head", c.token_head);
}

// The shortest decimal that reads back as this float: 1e-05, not 9.999999747378752e-06.
Json shortest(float value) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.begin(), text.end(), value).ptr;
  double wide = 0;
  std::from_chars(text.begin(), end, wide);
  return wide;
}

class Writer {
 public:
  template <class Value>
  void field(const char* key, const Value& value) {
    object_[key] = encode(value);
  }
  /// A field that earlier files do not have: written when it says something, so that they keep their bytes.
  template <class Value>
  void later(const char* key, const Value& value) {
    if (value != Value{}) field(key, value);
  }
  Json take() { return std::move(object_); }

 private:
  static Json encode(int value) { return value; }
  static Json encode(bool value) { return value; }
  static Json encode(float value) { return shortest(value); }
  static Json encode(const std::string& value) { return value; }

  template <class Value>
  requires std::is_enum_v<Value>
  static Json encode(Value value) {
    for (const auto& [known, name] : names_of(value))
      if (known == value) return name;
    throw Error("model configuration: an enumeration holds no known value");
  }
  template <class Value>
  static Json encode(const std::vector<Value>& values) {
    Json array = Json::array();
    for (const Value& value : values) array.push_back(encode(value));
    return array;
  }
  template <class Value>
  static Json encode(const std::optional<Value>& value) {
    return value ? encode(*value) : Json(nullptr);
  }
  template <class Value>
  requires std::is_class_v<Value>
  static Json encode(const Value& value) {
    Writer writer;
    visit(writer, value);
    return writer.take();
  }

  Json object_ = Json::object();
};

class Reader {
 public:
  /// @param path  keys above this object, "" or "classify."
  Reader(const Json& object, std::string path) : object_(object), path_(std::move(path)) {
    if (!object.is_object())
      refuse(path_.empty() ? "(whole)" : path_.substr(0, path_.size() - 1), "must be an object");
  }

  template <class Value>
  void field(const char* key, Value& value) {
    const auto found = object_.find(key);
    if (found == object_.end()) refuse(path_ + key, "is missing");
    seen_.insert(key);
    decode(*found, path_ + key, value);
  }

  template <class Value>
  void later(const char* key, Value& value) {
    value = Value{};
    if (object_.contains(key)) field(key, value);
  }

  void finish() const {
    for (const auto& [key, value] : object_.items())
      if (!seen_.contains(key)) refuse(path_ + key, "is not known");
  }

 private:
  static void decode(const Json& json, const std::string& key, int& value) {
    if (!json.is_number_integer() || json < -2147483647 || json > 2147483647)
      refuse(key, "must be an integer");
    value = json.get<int>();
  }
  static void decode(const Json& json, const std::string& key, bool& value) {
    if (!json.is_boolean()) refuse(key, "must be true or false");
    value = json.get<bool>();
  }
  static void decode(const Json& json, const std::string& key, float& value) {
    if (!json.is_number()) refuse(key, "must be a number");
    value = json.get<float>();
  }
  static void decode(const Json& json, const std::string& key, std::string& value) {
    if (!json.is_string()) refuse(key, "must be a text");
    value = json.get<std::string>();
  }
  template <class Value>
  requires std::is_enum_v<Value>
  static void decode(const Json& json, const std::string& key, Value& value) {
    std::string known_names;
    for (const auto& [known, name] : names_of(value)) {
      if (json.is_string() && json.get<std::string>() == name) {
        value = known;
        return;
      }
      known_names += fmt::format("{}'{}'", known_names.empty() ? "" : ", ", name);
    }
    refuse(key, "must be one of " + known_names);
  }
  template <class Value>
  static void decode(const Json& json, const std::string& key, std::vector<Value>& values) {
    if (!json.is_array()) refuse(key, "must be a list");
    values.clear();
    for (const Json& item : json) decode(item, key, values.emplace_back());
  }
  template <class Value>
  static void decode(const Json& json, const std::string& key, std::optional<Value>& value) {
    value.reset();
    if (!json.is_null()) decode(json, key, value.emplace());
  }
  template <class Value>
  requires std::is_class_v<Value>
  static void decode(const Json& json, const std::string& key, Value& value) {
    Reader reader(json, key + ".");
    visit(reader, value);
    reader.finish();
  }

  const Json& object_;
  std::string path_;
  std::set<std::string, std::less<>> seen_;
};

}  // namespace

std::string to_json(const EncoderConfig& config) {
  Writer writer;
  visit(writer, config);
  return writer.take().dump();
}

EncoderConfig config_from_json(const std::string& text) {
  if (const std::string fault = json_fault(text); !fault.empty())
    throw Error("model configuration: " + fault);
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded()) throw Error("model configuration: not a JSON text");
  EncoderConfig config;
  Reader reader(json, "");
  visit(reader, config);
  reader.finish();
  validate(config);
  return config;
}

}  // namespace seqlens::model
