#include "seqlens/parallel/ordered_pipeline.h"

#include <tbb/parallel_pipeline.h>

#include "seqlens/parallel/cancellation.h"

namespace seqlens::parallel::detail {

void run_pipeline(std::size_t in_flight, const std::function<std::shared_ptr<void>()>& read,
                  const std::function<std::shared_ptr<void>(std::shared_ptr<void>)>& work,
                  const std::function<void(std::shared_ptr<void>)>& write) {
  using Item = std::shared_ptr<void>;
  const auto read_stage = [&](tbb::flow_control& flow) -> Item {
    throw_if_cancelled();
    Item item = read();
    if (!item) flow.stop();
    return item;
  };
  tbb::parallel_pipeline(in_flight,
                         tbb::make_filter<void, Item>(tbb::filter_mode::serial_in_order, read_stage) &
                             tbb::make_filter<Item, Item>(tbb::filter_mode::parallel,
                                                          [&](Item item) { return work(std::move(item)); }) &
                             tbb::make_filter<Item, void>(tbb::filter_mode::serial_in_order,
                                                          [&](Item item) { write(std::move(item)); }));
}

}  // namespace seqlens::parallel::detail
