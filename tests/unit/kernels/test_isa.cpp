#include <cstdlib>
#include <cstring>
#include <string>

#include <catch2/catch.hpp>

#include "seqlens/kernels/isa.h"
#include "seqlens/kernels/packed_matrix.h"

using namespace seqlens::kernels;

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
