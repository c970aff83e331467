#pragma once

#include <cstddef>
#include <memory>
#include <span>

namespace seqlens::kernels {

/// Floats aligned to 64 bytes, zeroed when made. Owns them; moves, does not copy.
class AlignedBuffer {
 public:
  AlignedBuffer() = default;
  explicit AlignedBuffer(std::size_t size);

  /// Room for at least `size` floats; grows only. Contents are lost (and zero) when it grows.
  void reserve(std::size_t size);

  [[nodiscard]] float* data() { return data_.get(); }
  [[nodiscard]] const float* data() const { return data_.get(); }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::span<float> span() { return {data_.get(), size_}; }
  [[nodiscard]] std::span<const float> span() const { return {data_.get(), size_}; }

 private:
  struct Free {
    void operator()(float* data) const noexcept;
  };
  std::unique_ptr<float[], Free> data_;
  std::size_t size_ = 0;
};

}  // namespace seqlens::kernels
