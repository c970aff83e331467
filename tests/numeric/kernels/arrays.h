#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
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

/// Runs `compute` at every level this CPU has. The first element that differs from the scalar level's, in
/// words, or nothing.
/// @param values  of the scalar level, overwritten
std::optional<std::string> difference_between_levels(const std::function<std::vector<float>()>& compute,
                                                     std::vector<float>& values);

/// Requires the same bits at every level, and returns them.
std::vector<float> same_at_every_level(const std::function<std::vector<float>()>& compute);

/// d loss / d x by central differences of step 1e-5 (1 + |x|).
std::vector<double> central_differences(std::vector<double> x,
                                        const std::function<double(const std::vector<double>&)>& loss);

/// Sum of w[i] * y[i]: a loss whose gradient with respect to y is w.
double weighted_sum(const std::vector<double>& w, const std::vector<double>& y);

}  // namespace seqlens::test
