#include "seqlens/kernels/aligned_buffer.h"

#include <algorithm>
#include <new>

namespace seqlens::kernels {

namespace {
constexpr std::align_val_t kAlignment{64};
}  // namespace

AlignedBuffer::AlignedBuffer(std::size_t size) {
  reserve(size);
}

void AlignedBuffer::reserve(std::size_t size) {
  if (size <= size_) return;
  size_ = 0;
  data_.reset();
  data_.reset(static_cast<float*>(::operator new[](size * sizeof(float), kAlignment)));
  std::fill_n(data_.get(), size, 0.0F);
  size_ = size;
}

void AlignedBuffer::Free::operator()(float* data) const noexcept {
  ::operator delete[](data, kAlignment);
}

}  // namespace seqlens::kernels
