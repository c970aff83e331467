// What the other files rely on must be seen to fail.
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "seqlens/kernels/isa.h"

#include "arrays.h"

using namespace seqlens;
using namespace seqlens::test;

namespace {

/// Whether a process that reads or writes element `i` ends as it should.
bool can_touch(EdgeArray& array, std::size_t i) {
  const pid_t child = fork();
  if (child == 0) {
    std::signal(SIGSEGV, SIG_DFL);  // Catch's handler would report the process that is meant to die
    volatile float* const element = array.data() + i;
    *element = *element + 1;
    _exit(0);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

TEST_CASE("a level that gives other bits is named") {
  std::vector<float> values;
  for (const kernels::Isa odd : kernels::available_isas()) {
    if (odd == kernels::Isa::scalar) continue;
    const auto compute = [&] { return std::vector<float>{1, kernels::active_isa() == odd ? -0.0F : 0.0F}; };
    CHECK(difference_between_levels(compute, values) ==
          "level " + std::string(kernels::name(odd)) + ": [1] is -0x0p+0, expected 0x0p+0");
  }
  CHECK_FALSE(difference_between_levels([] { return std::vector<float>{1, 2}; }, values).has_value());
  CHECK(values == std::vector<float>{1, 2});
}

TEST_CASE("one element past the end of an array cannot be touched") {
  for (const std::size_t size : {1, 16, 1023, 1024, 1025}) {
    CAPTURE(size);
    EdgeArray array(size);
    CHECK(can_touch(array, 0));
    CHECK(can_touch(array, size - 1));
    CHECK_FALSE(can_touch(array, size));
  }
}
