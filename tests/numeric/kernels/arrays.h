#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "seqlens/core/random.h"
#include "seqlens/kernels/matrix_view.h"

namespace seqlens::test {

/// Floats that end where readable memory ends (the next page is not accessible) and start wherever that puts
/// them, so a kernel that reads or writes past the end crashes, and most sizes are misaligned.
class EdgeArray {
 public:
  explicit EdgeArray(std::size_t size, float value = 0);
  /// Standard normal values times `scale`.
  EdgeArray(std::size_t size, Random& random, double scale = 1);
  EdgeArray(const EdgeArray& other);
  EdgeArray& operator=(const EdgeArray&) = delete;
  ~EdgeArray();

  [[nodiscard]] float* data() { return data_; }
  [[nodiscard]] const float* data() const { return data_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::span<const float> span() const { return {data_, size_}; }
  [[nodiscard]] std::vector<double> doubles() const { return {data_, data_ + size_}; }
  [[nodiscard]] std::vector<float> floats() const { return {data_, data_ + size_}; }

 private:
  void* pages_ = nullptr;
  std::size_t bytes_ = 0;
  float* data_ = nullptr;
  std::size_t size_ = 0;
};

/// Runs `compute` at every level this CPU has, requires the same bits, and returns them.
std::vector<float> same_at_every_level(const std::function<std::vector<float>()>& compute);

/// d loss / d x by central differences of step 1e-5 (1 + |x|).
std::vector<double> central_differences(std::vector<double> x,
                                        const std::function<double(const std::vector<double>&)>& loss);

/// Sum of w[i] * y[i]: a loss whose gradient with respect to y is w.
double weighted_sum(const std::vector<double>& w, const std::vector<double>& y);

}  // namespace seqlens::test
