#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace seqlens::parallel {

/// Reads batches in order (one thread at a time), works on them in parallel, hands the results on in input
/// order (one thread at a time). At most `in_flight` batches exist at once, so memory is bounded by the size
/// of a batch.
///
/// @param read   the next batch, or nothing at the end.
/// @param work   must not depend on other batches.
/// @param write  gets the results in the order of reading.
/// Exceptions of any stage come out here.
template <class Batch, class Result>
void ordered_pipeline(std::size_t in_flight, const std::function<std::optional<Batch>()>& read,
                      const std::function<Result(Batch)>& work, const std::function<void(Result)>& write);

namespace detail {
void run_pipeline(std::size_t in_flight, const std::function<std::shared_ptr<void>()>& read,
                  const std::function<std::shared_ptr<void>(std::shared_ptr<void>)>& work,
                  const std::function<void(std::shared_ptr<void>)>& write);
}  // namespace detail

template <class Batch, class Result>
void ordered_pipeline(std::size_t in_flight, const std::function<std::optional<Batch>()>& read,
                      const std::function<Result(Batch)>& work, const std::function<void(Result)>& write) {
  detail::run_pipeline(
      in_flight,
      [&]() -> std::shared_ptr<void> {
        auto batch = read();
        return batch ? std::make_shared<Batch>(std::move(*batch)) : nullptr;
      },
      [&](const std::shared_ptr<void>& batch) -> std::shared_ptr<void> {
        return std::make_shared<Result>(work(std::move(*static_cast<Batch*>(batch.get()))));
      },
      [&](const std::shared_ptr<void>& result) { write(std::move(*static_cast<Result*>(result.get()))); });
}

}  // namespace seqlens::parallel
