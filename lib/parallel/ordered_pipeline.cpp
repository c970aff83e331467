#include "seqlens/parallel/ordered_pipeline.h"

#include <mutex>
#include <unordered_map>

#include <tbb/parallel_pipeline.h>

#include "seqlens/parallel/cancellation.h"

#include "hand_over.h"

namespace seqlens::parallel::detail {
namespace {

using Item = std::shared_ptr<void>;

/// Owns what is between the stages. oneTBB forgets the items in flight when a stage throws: were they passed
/// through it by value, they would leak; so only pointers into here go through it.
class ItemsInFlight {
 public:
  Item* add(Item item) {
    auto owned = std::make_unique<Item>(std::move(item));
    Item* const key = owned.get();
    const std::scoped_lock lock(mutex_);
    items_.emplace(key, std::move(owned));
    return key;
  }

  Item remove(Item* key) {
    const std::scoped_lock lock(mutex_);
    Item item = std::move(*key);
    items_.erase(key);
    return item;
  }

 private:
  std::mutex mutex_;
  std::unordered_map<Item*, std::unique_ptr<Item>> items_;
};

/// What the stages share, whole before the first task begins.
struct Pipeline {
  const std::function<Item()>& read;
  const std::function<Item(Item)>& work;
  const std::function<void(Item)>& write;
  ItemsInFlight items;
  char reading = 0;
  char writing = 0;
  hand_over::ForkJoin tasks;  // last: it tells that what is above was written before

  Item* read_stage(tbb::flow_control& flow) {
    const hand_over::ForkJoin::Task task(tasks);
    const hand_over::Turn turn(reading);
    throw_if_cancelled();
    Item item = read();
    if (!item) {
      flow.stop();
      return nullptr;
    }
    Item* const added = items.add(std::move(item));
    hand_over::release(added);
    return added;
  }

  Item* work_stage(Item* item) {
    const hand_over::ForkJoin::Task task(tasks);
    hand_over::acquire(item);
    *item = work(std::move(*item));
    hand_over::release(item);
    return item;
  }

  void write_stage(Item* item) {
    const hand_over::ForkJoin::Task task(tasks);
    const hand_over::Turn turn(writing);
    hand_over::acquire(item);
    write(items.remove(item));
  }
};

}  // namespace

void run_pipeline(std::size_t in_flight, const std::function<std::shared_ptr<void>()>& read,
                  const std::function<std::shared_ptr<void>(std::shared_ptr<void>)>& work,
                  const std::function<void(std::shared_ptr<void>)>& write) {
  using tbb::filter_mode;
  Pipeline pipeline{read, work, write, {}, 0, 0, {}};
  const auto read_stage = hand_over::body<&Pipeline::read_stage>(pipeline);
  const auto work_stage = hand_over::body<&Pipeline::work_stage>(pipeline);
  const auto write_stage = hand_over::body<&Pipeline::write_stage>(pipeline);
  tbb::parallel_pipeline(in_flight,
                         tbb::make_filter<void, Item*>(filter_mode::serial_in_order, read_stage) &
                             tbb::make_filter<Item*, Item*>(filter_mode::parallel, work_stage) &
                             tbb::make_filter<Item*, void>(filter_mode::serial_in_order, write_stage));
}

}  // namespace seqlens::parallel::detail
