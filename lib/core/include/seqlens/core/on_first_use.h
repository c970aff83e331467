#pragma once

#include <mutex>
#include <optional>
#include <utility>

namespace seqlens {

/// A value that is made when it is first asked for, once, whichever thread asks. A maker that throws leaves
/// nothing behind: the next one to ask tries again. A maker must not spread work over the threads of the
/// budget while other tasks may be asking too; programs ask before they start any.
template <typename T>
class OnFirstUse {
 public:
  template <typename Make>
  const T& get(Make&& make) const {
    std::call_once(once_, [&] { value_.emplace(std::forward<Make>(make)()); });
    return *value_;
  }

 private:
  mutable std::once_flag once_;
  mutable std::optional<T> value_;
};

}  // namespace seqlens
