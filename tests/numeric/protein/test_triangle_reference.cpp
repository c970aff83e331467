// AlphaFold's pair modules against reference outputs and gradients in double precision (fixtures/triangle).
#include <algorithm>
#include <cmath>

#include <catch2/catch.hpp>

#include "seqlens/checkpoint/safetensors.h"

#include "pair_modules.h"
#include "support/shared_data.h"

using namespace seqlens;
using namespace seqlens::protein;
using namespace seqlens::test;

namespace {

constexpr std::size_t kChannels = 16, kHidden = 12, kHeads = 4, kWidth = 8, kFactor = 2;

class Fixture {
 public:
  explicit Fixture(const std::filesystem::path& folder)
      : weights_(folder / "weights.safetensors"),
        outputs_(folder / "outputs.safetensors"),
        gradients_(folder / "grads.safetensors") {}

  [[nodiscard]] static std::vector<float> read(const checkpoint::SafetensorsFile& file,
                                               const std::string& name) {
    return checkpoint::floats_of(file.view().at(name));
  }
  [[nodiscard]] std::vector<float> weight(const std::string& name) const { return read(weights_, name); }
  [[nodiscard]] std::vector<float> output(const std::string& name) const { return read(outputs_, name); }
  [[nodiscard]] std::vector<float> gradient(const std::string& name) const { return read(gradients_, name); }

 private:
  checkpoint::SafetensorsFile weights_, outputs_, gradients_;
};

/// Largest difference, over the largest value where that is more than 1.
double difference(const std::vector<float>& actual, const std::vector<float>& expected) {
  REQUIRE(actual.size() == expected.size());
  double worst = 0, scale = 1;
  for (std::size_t k = 0; k < actual.size(); ++k) {
    const double d = std::abs(double{actual[k]} - double{expected[k]});
    worst = !(d <= worst) ? d : worst;
    scale = std::max(scale, std::abs(double{expected[k]}));
  }
  return worst / scale;
}

template <class Module>
void check_module(const Fixture& fixture, Module module, const std::string& name) {
  CAPTURE(name);
  each_parameter(module, [&](const std::string& part, std::vector<float>& numbers) {
    const auto read = fixture.weight(name + "." + part);
    REQUIRE(read.size() == numbers.size());
    numbers = read;
  });
  const auto z = fixture.output("z"), mask = fixture.output("mask");
  const std::vector<float> ones(mask.size(), 1);
  typename Module::Saved saved;
  CHECK(difference(forward(module, z, kChannels, ones, saved), fixture.output(name + ".nomask")) <= 1e-5);
  CHECK(difference(forward(module, z, kChannels, mask, saved), fixture.output(name + ".mask")) <= 1e-5);

  Module gradient = zero_like(module);
  const auto dz =
      backward(module, z, kChannels, mask, saved, fixture.gradient(name + ".cotangent"), gradient);
  CHECK(difference(dz, fixture.gradient(name + ".grad_z")) <= 1e-4);
  each_parameter(gradient, [&](const std::string& part, std::vector<float>& numbers) {
    CAPTURE(part);
    CHECK(difference(numbers, fixture.gradient(name + ".grad." + part)) <= 1e-4);
  });
}

}  // namespace

TEST_CASE("pair modules agree with reference outputs and gradients") {
  SEQLENS_REQUIRE_SHARED(folder, "fixtures/triangle");
  const Fixture fixture(folder);
  check_module(fixture, TriangleMultiplication(Edges::outgoing, kChannels, kHidden), "tri_mul_out");
  check_module(fixture, TriangleMultiplication(Edges::incoming, kChannels, kHidden), "tri_mul_in");
  check_module(fixture, TriangleAttention(Node::starting, kChannels, kHeads, kWidth), "tri_att_start");
  check_module(fixture, TriangleAttention(Node::ending, kChannels, kHeads, kWidth), "tri_att_end");
  check_module(fixture, PairTransition(kChannels, kFactor * kChannels), "pair_transition");
}

TEST_CASE("the edges of the other direction do not agree with the reference") {
  SEQLENS_REQUIRE_SHARED(folder, "fixtures/triangle");
  const Fixture fixture(folder);
  TriangleMultiplication module(Edges::incoming, kChannels, kHidden);
  each_parameter(module, [&](const std::string& part, std::vector<float>& numbers) {
    numbers = fixture.weight("tri_mul_out." + part);
  });
  TriangleMultiplication::Saved saved;
  const auto update = forward(module, fixture.output("z"), kChannels, fixture.output("mask"), saved);
  CHECK(difference(update, fixture.output("tri_mul_out.mask")) > 1e-2);
}
