#include <cstddef>
#include <cstdint>
#include <stdexcept>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t*, std::size_t) {
  throw std::logic_error("as it must");
}
