#include <algorithm>
#include <cstdint>

#include <catch2/catch.hpp>

#include "seqlens/kernels/aligned_buffer.h"

using seqlens::kernels::AlignedBuffer;

namespace {

bool is_zero(const AlignedBuffer& buffer) {
  return std::ranges::all_of(buffer.span(), [](float value) { return value == 0; });
}

}  // namespace

TEST_CASE("a buffer is aligned and zero") {
  for (const std::size_t size : {1, 7, 16, 1000, 100'003}) {
    const AlignedBuffer buffer(size);
    CHECK(buffer.size() == size);
    CHECK(reinterpret_cast<std::uintptr_t>(buffer.data()) % 64 == 0);
    CHECK(is_zero(buffer));
  }
  CHECK(AlignedBuffer().size() == 0);
  CHECK(AlignedBuffer(0).data() == nullptr);
}

TEST_CASE("a buffer grows only and is zero again when it does") {
  AlignedBuffer buffer(100);
  buffer.data()[99] = 3;
  const float* const before = buffer.data();
  buffer.reserve(50);
  CHECK(buffer.data() == before);
  CHECK(buffer.size() == 100);
  CHECK(buffer.data()[99] == 3);
  buffer.reserve(101);
  CHECK(buffer.size() == 101);
  CHECK(is_zero(buffer));
}
