#include <cstdint>
#include <limits>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/core/memory.h"

using namespace seqlens;

TEST_CASE("amounts of memory are written with three digits") {
  CHECK(memory_text(0) == "0 bytes");
  CHECK(memory_text(999) == "999 bytes");
  CHECK(memory_text(1000) == "1 kB");
  CHECK(memory_text(12'345'678'901) == "12.3 GB");
  CHECK(memory_text(999'499'999) == "999 MB");
  CHECK(memory_text(999'500'000) == "1 GB");
  CHECK(memory_text(std::numeric_limits<std::uint64_t>::max()) == "1.84e+04 PB");
}

TEST_CASE("the available memory is read from the kernel's table") {
  CHECK(available_in_meminfo("MemTotal:  8000 kB\nMemAvailable:    3000 kB\nSwapFree: 1 kB\n") ==
        std::uint64_t{3000} * 1024);
  CHECK_FALSE(available_in_meminfo("MemTotal:  8000 kB\n"));
  CHECK_FALSE(available_in_meminfo("MemAvailable: kB\n"));
  CHECK_FALSE(available_in_meminfo(""));
}

TEST_CASE("memory that is not there is refused with the amounts") {
  REQUIRE(available_memory());
  CHECK(*available_memory() > 1'000'000);
  CHECK_NOTHROW(require_memory("a small thing", 1000));
  CHECK_THROWS_WITH(
      require_memory("a model", std::uint64_t{1} << 60),
      Catch::StartsWith("a model needs 1.15e+03 PB of memory, ") && Catch::EndsWith(" are free"));
  CHECK_THROWS_AS(require_memory("a model", std::uint64_t{1} << 60), Error);
}
