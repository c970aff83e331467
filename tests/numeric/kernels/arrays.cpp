#include "arrays.h"

#include <algorithm>
#include <cmath>
#include <new>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "seqlens/kernels/isa.h"

#include "support/require_close.h"

namespace seqlens::test {

EdgeArray::EdgeArray(std::size_t size, float value) : size_(size) {
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  const std::size_t readable = (size * sizeof(float) + page - 1) / page * page;
  bytes_ = readable + page;
  pages_ = mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages_ == MAP_FAILED) throw std::bad_alloc();
  char* const end = static_cast<char*>(pages_) + readable;
  if (mprotect(end, page, PROT_NONE) != 0) throw std::bad_alloc();
  data_ = reinterpret_cast<float*>(end) - size;
  std::fill_n(data_, size, value);
}

EdgeArray::EdgeArray(std::size_t size, Random& random, double scale) : EdgeArray(size) {
  std::generate_n(data_, size, [&] { return static_cast<float>(scale * random.normal()); });
}

EdgeArray::EdgeArray(const EdgeArray& other) : EdgeArray(other.size_) {
  std::copy_n(other.data_, size_, data_);
}

EdgeArray::~EdgeArray() {
  munmap(pages_, bytes_);
}

std::optional<std::string> difference_between_levels(const std::function<std::vector<float>()>& compute,
                                                     std::vector<float>& values) {
  for (const kernels::Isa isa : kernels::available_isas()) {
    const kernels::ScopedIsa scoped(isa);
    std::vector<float> found = compute();
    if (isa == kernels::Isa::scalar)
      values = std::move(found);
    else if (const auto difference = first_different_bits(found, values))
      return fmt::format("level {}: {}", kernels::name(isa), *difference);
  }
  return std::nullopt;
}

std::vector<float> same_at_every_level(const std::function<std::vector<float>()>& compute) {
  std::vector<float> values;
  const auto difference = difference_between_levels(compute, values);
  INFO(difference.value_or(""));
  REQUIRE_FALSE(difference.has_value());
  return values;
}

std::vector<double> central_differences(std::vector<double> x,
                                        const std::function<double(const std::vector<double>&)>& loss) {
  std::vector<double> gradient(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double kept = x[i];
    const double step = 1e-5 * (1 + std::abs(kept));
    x[i] = kept + step;
    const double above = loss(x);
    x[i] = kept - step;
    const double below = loss(x);
    x[i] = kept;
    gradient[i] = (above - below) / (2 * step);
  }
  return gradient;
}

double weighted_sum(const std::vector<double>& w, const std::vector<double>& y) {
  double sum = 0;
  for (std::size_t i = 0; i < w.size(); ++i) sum += w[i] * y[i];
  return sum;
}

}  // namespace seqlens::test
