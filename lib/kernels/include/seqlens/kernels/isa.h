#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace seqlens::kernels {

/// Instruction-set levels of the f32 kernels, weakest first. Every level gives the same bytes in f32.
enum class Isa { scalar, avx2, avx512 };

[[nodiscard]] std::string_view name(Isa isa);

/// Levels that this CPU has and this build holds; scalar always.
[[nodiscard]] std::vector<Isa> available_isas();

/// What SEQLENS_ISA=`wanted` chooses of `available`.
/// @throws UsageError when it names none of them; the text lists them.
[[nodiscard]] Isa isa_named(std::string_view wanted, std::span<const Isa> available);

/// The level in use: the best available one, or the one that SEQLENS_ISA names.
/// @throws UsageError as isa_named does.
[[nodiscard]] Isa active_isa();

/// Uses `isa` (which must be available) until the end of the scope; for tests and benchmarks. Not for use
/// while kernels run. Weights packed before are not valid at another level.
class ScopedIsa {
 public:
  explicit ScopedIsa(Isa isa);
  ~ScopedIsa();
  ScopedIsa(const ScopedIsa&) = delete;
  ScopedIsa& operator=(const ScopedIsa&) = delete;

 private:
  Isa previous_;
};

/// Sets flush-to-zero and denormals-are-zero on this thread until the end of the scope. Every task that calls
/// kernels holds one, so that results do not depend on which thread ran it.
class FlushDenormals {
 public:
  FlushDenormals();
  ~FlushDenormals();
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;

 private:
  unsigned previous_;
};

}  // namespace seqlens::kernels
