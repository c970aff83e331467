#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/scan/call_finder.h"

using namespace seqlens;
using namespace seqlens::scan;

namespace {

using Windows = std::vector<WindowScore>;

WindowScore plus(std::int64_t start, float logit) {
  return {start, Strand::forward, logit};
}
WindowScore minus(std::int64_t start, float logit) {
  return {start, Strand::reverse, logit};
}

Windows calls_of(const Windows& windows, const CallOptions& options = {}) {
  CallFinder finder(options);
  Windows calls;
  for (const WindowScore& window : windows) finder.add(window, calls);
  finder.finish(calls);
  return calls;
}

}  // namespace

TEST_CASE("the best window within the radius is the call") {
  CHECK(calls_of({plus(0, 1), plus(48, 3), plus(96, 2)}) == Windows{plus(48, 3)});
  CHECK(calls_of({plus(0, 1), minus(0, 2)}) == Windows{minus(0, 2)});
  CHECK(calls_of({}).empty());
}

TEST_CASE("the radius is inclusive") {
  CHECK(calls_of({plus(0, 1), plus(500, 2)}) == Windows{plus(500, 2)});
  CHECK(calls_of({plus(0, 1), plus(501, 2)}) == Windows{plus(0, 1), plus(501, 2)});
  CHECK(calls_of({plus(0, 2), plus(500, 1)}) == Windows{plus(0, 2)});
}

TEST_CASE("of equals the leftmost is the call and plus goes before minus") {
  CHECK(calls_of({plus(0, 1), plus(48, 1)}) == Windows{plus(0, 1)});
  CHECK(calls_of({plus(0, 1), minus(0, 1)}) == Windows{plus(0, 1)});
  CHECK(calls_of({minus(0, 1), plus(48, 1)}) == Windows{minus(0, 1)});
}

TEST_CASE("a window beaten by one that is no call itself is no call") {
  // 400 is beaten by 800, which is beaten by 1200: each is within the radius of the next one only.
  CHECK(calls_of({plus(400, 1), plus(800, 2), plus(1200, 3)}) == Windows{plus(1200, 3)});
  CHECK(calls_of({plus(0, 3), plus(400, 2), plus(800, 1)}) == Windows{plus(0, 3)});
}

TEST_CASE("windows below the threshold are no calls") {
  CHECK(calls_of({plus(0, -0.5F), plus(1000, 0)}) == Windows{plus(1000, 0)});
}

TEST_CASE("per strand each strand has its own calls in the order of their starts") {
  CallOptions options;
  options.per_strand = true;
  CHECK(calls_of({plus(0, 1), minus(0, 2), plus(48, 3), minus(96, 1)}, options) ==
        Windows{minus(0, 2), plus(48, 3)});
  CHECK(calls_of({plus(0, 1), minus(0, 1)}, options) == Windows{plus(0, 1), minus(0, 1)});
}

TEST_CASE("a call is known once the scan is past its radius") {
  CallFinder finder({});
  Windows calls;
  finder.add(plus(1000, 1), calls);
  finder.advance(1500, calls);
  CHECK(calls.empty());
  finder.advance(1501, calls);
  CHECK(calls == Windows{plus(1000, 1)});
}

TEST_CASE("a finder starts afresh after the end of a record") {
  CallFinder finder({});
  Windows calls;
  finder.add(plus(1000, 9), calls);
  finder.finish(calls);
  finder.add(plus(0, 1), calls);
  finder.finish(calls);
  CHECK(calls == Windows{plus(1000, 9), plus(0, 1)});
}
