// Position weight matrices from hostile bytes: an Error, or matrices of probabilities.
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string_view>

#include "seqlens/core/errors.h"
#include "seqlens/motif/read_matrices.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    for (const auto& matrix : seqlens::motif::read_matrices(text, "fuzz")) {
      bool sound = !matrix.id.empty() && matrix.width() > 0 && matrix.sites > 0;
      for (const auto& column : matrix.columns)
        sound = sound && std::abs(column[0] + column[1] + column[2] + column[3] - 1) <= 1e-6;
      if (!sound) throw std::logic_error("a matrix that makes no sense was let through");
    }
  } catch (const seqlens::Error&) {
    // malformed, and said so
  }
  return 0;
}
