#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/kernels/isa.h"
#include "seqlens/opened_model/precision_choice.h"

using namespace seqlens;
using kernels::Precision;
using opened_model::choose_precision;

TEST_CASE("f32 and auto are f32, without a word") {
  std::vector<std::string> lines;
  const auto warn = [&](std::string_view text) { lines.emplace_back(text); };
  CHECK(choose_precision("f32", warn) == Precision::f32);
  CHECK(choose_precision("auto", warn) == Precision::f32);
  CHECK(lines.empty());
}

TEST_CASE("a precision without a unit falls back to f32 with one line") {
  const kernels::ScopedIsa scoped(kernels::Isa::scalar);
  std::vector<std::string> lines;
  CHECK(choose_precision("int8", [&](std::string_view text) { lines.emplace_back(text); }) == Precision::f32);
  REQUIRE(lines.size() == 1);
  CHECK(lines.front() == "--precision int8: this CPU has no unit for it (AVX512_VNNI); f32 is used");
}

TEST_CASE("a precision that is none is refused") {
  CHECK_THROWS_WITH(choose_precision("fp16", [](std::string_view) {}),
                    "--precision fp16: no such precision; there are f32, bf16, int8 and auto");
}
