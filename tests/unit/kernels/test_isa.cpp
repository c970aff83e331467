#include <cstdio>
#include <filesystem>
#include <string>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/kernels/isa.h"
#include "seqlens/kernels/packed_matrix.h"

#include "support/shell.h"
#include "support/temp_dir.h"

using namespace seqlens;
using namespace seqlens::kernels;

namespace {

std::string available_text() {
  std::string text;
  for (const Isa isa : available_isas()) {
    if (!text.empty()) text += ", ";
    text += name(isa);
  }
  return text;
}

// What a fresh process says with this SEQLENS_ISA: the level is chosen once a process.
std::string level_with(const std::string& value) {
  const test::TempDir folder;
  const std::string self = std::filesystem::canonical("/proc/self/exe").string();
  const auto script =
      folder.write("cmd", test::shell_quoted(self) + " 'says its level' 2>&1 | grep '^level: '\n");
  return test::run_script(script, folder.path(), {{"SEQLENS_ISA", value}}).out;
}

}  // namespace

TEST_CASE("says its level", "[.]") {
  try {
    std::printf("level: %s\n", std::string(name(active_isa())).c_str());
  } catch (const UsageError& error) {
    std::printf("level: %s\n", error.what());
  }
  std::fflush(stdout);
}

TEST_CASE("SEQLENS_ISA names the level") {
  for (const Isa isa : available_isas()) {
    const std::string level(name(isa));
    CHECK(level_with(level) == "level: " + level + "\n");
  }
  CHECK(level_with("") == "level: " + std::string(name(available_isas().back())) + "\n");
}

TEST_CASE("a SEQLENS_ISA that names none is a usage error") {
  CHECK(level_with("sse9") ==
        "level: SEQLENS_ISA=sse9: no such level; this CPU has " + available_text() + "\n");
  CHECK(level_with("AVX2") ==
        "level: SEQLENS_ISA=AVX2: no such level; this CPU has " + available_text() + "\n");
}

TEST_CASE("a level that this CPU lacks is another error than one that is none") {
  const std::vector<Isa> older{Isa::scalar, Isa::avx2};
  CHECK(isa_named("avx2", older) == Isa::avx2);
  CHECK_THROWS_WITH(isa_named("avx512", older), "SEQLENS_ISA=avx512: this CPU lacks it; it has scalar, avx2");
  CHECK_THROWS_WITH(isa_named("avx51", older), "SEQLENS_ISA=avx51: no such level; this CPU has scalar, avx2");
  CHECK_THROWS_AS(isa_named("avx512", older), UsageError);
}

TEST_CASE("levels have names and scalar is always there") {
  CHECK(name(Isa::scalar) == "scalar");
  CHECK(name(Isa::avx2) == "avx2");
  CHECK(name(Isa::avx512) == "avx512");
  REQUIRE_FALSE(available_isas().empty());
  CHECK(available_isas().front() == Isa::scalar);
}

TEST_CASE("ScopedIsa sets a level and restores the one before") {
  const Isa before = active_isa();
  for (const Isa isa : available_isas()) {
    {
      const ScopedIsa scoped(isa);
      CHECK(active_isa() == isa);
    }
    CHECK(active_isa() == before);
  }
}

TEST_CASE("FlushDenormals flushes until the end of its scope") {
  volatile float small = 1.2e-38F;
  const float kept = small * 0.5F;
  CHECK(kept > 0);
  {
    const FlushDenormals flush;
    const float flushed = small * 0.5F;
    CHECK(flushed == 0);
  }
  const float again = small * 0.5F;
  CHECK(again > 0);
}

TEST_CASE("panels are padded with zeros") {
  const float source[] = {1, 2, 3, 4, 5, 6};
  for (const Isa isa : available_isas()) {
    const ScopedIsa scoped(isa);
    PackedMatrix packed;
    packed.pack({source, 2, 3});
    CHECK(packed.rows() == 2);
    CHECK(packed.cols() == 3);
    REQUIRE(packed.panel_width() >= 16);
    for (std::size_t k = 0; k < 2; ++k) {
      const float* row = packed.panel(0) + k * packed.panel_width();
      for (std::size_t j = 0; j < packed.panel_width(); ++j) CHECK(row[j] == (j < 3 ? source[k * 3 + j] : 0));
    }
  }
}
