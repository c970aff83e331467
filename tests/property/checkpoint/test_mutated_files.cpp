#include <cstring>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "seqlens/checkpoint/safetensors.h"
#include "seqlens/core/errors.h"
#include "seqlens/core/random.h"

#include "support/temp_dir.h"

using namespace seqlens;
using namespace seqlens::checkpoint;

namespace {

std::string valid_file() {
  const test::TempDir folder;
  const std::vector<float> values(24, 1.5F);
  const std::vector<std::int64_t> integers{1, 2, 3};
  const auto path = folder.path() / "m.safetensors";
  write_safetensors(
      path, std::vector{float_tensor("layer.0.weight", {4, 6}, values), integer_tensor("ids", {3}, integers)},
      {{"format", "pt"}});
  return test::read_file(path);
}

/// One to four small changes, most of them in the header, where the structure is.
std::string mutated(std::string bytes, Random& random) {
  const std::size_t changes = 1 + random.below(4);
  for (std::size_t i = 0; i < changes && !bytes.empty(); ++i) {
    const std::size_t at =
        random.below(random.below(4) == 0 ? bytes.size() : std::min<std::size_t>(bytes.size(), 200));
    switch (random.below(5)) {
      case 0:
        bytes[at] = static_cast<char>(random.below(256));
        break;
      case 1:
        bytes[at] = static_cast<char>('0' + random.below(10));
        break;
      case 2:
        bytes.erase(at, 1 + random.below(8));
        break;
      case 3:
        bytes.insert(at, bytes.substr(random.below(bytes.size()), 1 + random.below(40)));
        break;
      default:
        bytes.resize(at);
    }
  }
  return bytes;
}

/// Reads everything; true when the file was accepted. Whatever is wrong must come as an InputError.
bool read_all(const std::string& bytes) {
  // A copy of exactly this size, so that a sanitizer sees a read past the end.
  const std::vector<char> exact(bytes.begin(), bytes.end());
  try {
    const SafetensorsView view(std::as_bytes(std::span(exact)), "mutated");
    std::size_t total = 0;
    for (const Tensor& tensor : view.tensors()) {
      total += tensor.bytes.size();
      if (tensor.dtype == DType::f32) (void)floats_of(tensor);
    }
    REQUIRE(total <= bytes.size());
    return true;
  } catch (const InputError&) {
    return false;
  }
}

}  // namespace

TEST_CASE("mutated safetensors files are read whole or refused") {
  const std::string valid = valid_file();
  REQUIRE(read_all(valid));
  constexpr std::uint64_t kSeed = 2026;
  int accepted = 0;
  int refused = 0;
  for (std::uint64_t i = 0; i < 20000; ++i) {
    INFO("seed " << kSeed << ", file " << i);
    Random random = Random::for_item(kSeed, i);
    ++(read_all(mutated(valid, random)) ? accepted : refused);
  }
  CHECK(refused > 10000);
  CHECK(accepted > 100);  // harmless changes: the values, a name
}

TEST_CASE("what is written is what is read for any shapes") {
  const test::TempDir folder;
  for (std::uint64_t i = 0; i < 100; ++i) {
    INFO("file " << i);
    Random random = Random::for_item(7, i);
    std::vector<std::vector<float>> values(random.below(6));
    std::vector<Tensor> tensors;
    for (auto& array : values) {
      std::vector<std::size_t> shape(random.below(4));
      std::size_t size = 1;
      for (auto& n : shape) size *= n = random.below(5);
      for (std::size_t k = 0; k < size; ++k) array.push_back(static_cast<float>(random.normal()));
      tensors.push_back(float_tensor(fmt::format("t{}", tensors.size()), shape, array));
    }
    const auto path = folder.path() / "m.safetensors";
    write_safetensors(path, tensors, {{"i", std::to_string(i)}});
    const SafetensorsFile file(path);
    REQUIRE(file.view().tensors().size() == tensors.size());
    for (std::size_t k = 0; k < tensors.size(); ++k) {
      CHECK(file.view().at(tensors[k].name).shape == tensors[k].shape);
      CHECK(floats_of(file.view().at(tensors[k].name)) == values[k]);
    }
  }
}
