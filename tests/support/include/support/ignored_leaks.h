#pragma once

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

namespace seqlens::test {

/// While it lives, what is allocated is not looked for by the leak check. For faults of libraries alone.
class IgnoredLeaks {
 public:
  IgnoredLeaks() {
#ifdef __SANITIZE_ADDRESS__
    __lsan_disable();
#endif
  }
  ~IgnoredLeaks() {
#ifdef __SANITIZE_ADDRESS__
    __lsan_enable();
#endif
  }
  IgnoredLeaks(const IgnoredLeaks&) = delete;
  IgnoredLeaks& operator=(const IgnoredLeaks&) = delete;
};

}  // namespace seqlens::test
