#include "published_variant.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <set>
#include <stdexcept>
#include <utility>

#include "seqlens/checkpoint/safetensors.h"
#include "seqlens/core/random.h"

namespace seqlens::test {

using checkpoint::DType;
using checkpoint::Tensor;

namespace {

Rounded rounded_bf16(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t kept = (bits + 0x7FFFU + ((bits >> 16) & 1U)) >> 16;
  return {std::bit_cast<float>(kept << 16), kept};
}

Rounded rounded_f16(float value) {
  const std::uint32_t sign = std::signbit(value) ? 0x8000U : 0U;
  const double magnitude = std::abs(static_cast<double>(value));
  // Below 2^-14 the spacing stays; carries into the next exponent come out right by themselves.
  const int exponent = magnitude < 0x1p-14 ? -14 : std::ilogb(magnitude);
  const auto steps = static_cast<std::uint32_t>(std::nearbyint(std::ldexp(magnitude, 10 - exponent)));
  const double nearest = std::ldexp(static_cast<double>(steps), exponent - 10);
  const std::uint32_t bits = steps + (static_cast<std::uint32_t>(exponent + 14) << 10);
  return {static_cast<float>(sign ? -nearest : nearest), sign | bits};
}

/// Bytes of one tensor in a type; owns them until the file is written.
class Stored {
 public:
  Stored(const std::string& name, const PublishedVariant::Entry& entry, DType type)
      : name_(name), entry_(entry), type_(type) {
    const std::size_t size = checkpoint::size_in_bytes(type);
    bytes_.resize(entry.values.size() * size);
    for (std::size_t i = 0; i < entry.values.size(); ++i) {
      const std::uint32_t bits = rounded(entry.values[i], type).bits;
      std::memcpy(bytes_.data() + i * size, &bits, size);  // little endian: the low bytes
    }
  }
  [[nodiscard]] Tensor tensor() const { return {name_, type_, entry_.shape, bytes_}; }

 private:
  std::string name_;
  const PublishedVariant::Entry& entry_;
  DType type_;
  std::vector<std::byte> bytes_;
};

void write_file(const std::filesystem::path& path, const std::vector<Stored>& stored) {
  std::vector<Tensor> tensors;
  for (const Stored& one : stored) tensors.push_back(one.tensor());
  checkpoint::write_safetensors(path, tensors, {{"format", "pt"}});
}

}  // namespace

Rounded rounded(float value, DType type) {
  switch (type) {
    case DType::f32:
      return {value, std::bit_cast<std::uint32_t>(value)};
    case DType::f16:
      return rounded_f16(value);
    case DType::bf16:
      return rounded_bf16(value);
    default:
      throw std::logic_error("no such rounding here");
  }
}

PublishedVariant::PublishedVariant(const std::filesystem::path& folder) {
  const checkpoint::SafetensorsFile file(folder / "model.safetensors");
  for (const Tensor& tensor : file.view().tensors())
    if (tensor.dtype == DType::f32) tensors_[tensor.name] = {tensor.shape, checkpoint::floats_of(tensor)};
  const std::string json = read_file(folder / "config.json");
  const auto begin = json.find('{') + 1;
  config_ = json.substr(begin, json.rfind('}') - begin);
}

void PublishedVariant::add(const std::string& name, std::vector<std::size_t> shape, std::uint64_t seed) {
  std::size_t size = 1;
  for (const std::size_t n : shape) size *= n;
  Random random(seed);
  Entry entry{std::move(shape), std::vector<float>(size)};
  for (float& value : entry.values) value = static_cast<float>(random.normal()) / 4;
  tensors_[name] = std::move(entry);
}

void PublishedVariant::rename(const std::function<std::string(const std::string&)>& new_name) {
  std::map<std::string, Entry> renamed;
  for (auto& [name, entry] : tensors_) renamed[new_name(name)] = std::move(entry);
  tensors_ = std::move(renamed);
}

void PublishedVariant::drop(const std::function<bool(const std::string&)>& is_dropped) {
  std::erase_if(tensors_, [&](const auto& item) { return is_dropped(item.first); });
}

void PublishedVariant::configure(const std::string& key, const std::string& value) {
  config_ += ",\"" + key + "\":" + value;  // readers take the last of two equal keys
}

void PublishedVariant::write_config(const TempDir& folder) const {
  folder.write("config.json", "{" + config_ + "}");
}

void PublishedVariant::write(const TempDir& folder, DType type) const {
  std::vector<Stored> stored;
  for (const auto& [name, entry] : tensors_) stored.emplace_back(name, entry, type);
  write_file(folder.path() / "model.safetensors", stored);
  write_config(folder);
}

void PublishedVariant::write_shards(const TempDir& folder, std::size_t shards) const {
  std::vector<std::vector<Stored>> parts(shards);
  std::string map;
  std::size_t next = 0;
  for (const auto& [name, entry] : tensors_) {
    const std::size_t part = next++ % shards;
    parts[part].emplace_back(name, entry, DType::f32);
    map += (map.empty() ? "\"" : ",\"") + name + "\":\"part-" + std::to_string(part) + ".safetensors\"";
  }
  for (std::size_t part = 0; part < shards; ++part)
    write_file(folder.path() / ("part-" + std::to_string(part) + ".safetensors"), parts[part]);
  folder.write("model.safetensors.index.json", "{\"weight_map\":{" + map + "}}");
  write_config(folder);
}

}  // namespace seqlens::test
