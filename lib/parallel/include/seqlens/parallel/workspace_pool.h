#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace seqlens::parallel {

/// Lends scratch objects to tasks and keeps them for the next one: about one per worker is ever made.
/// A lease belongs to the task that holds it, also across nested waits (unlike thread-local storage).
template <class Workspace>
class WorkspacePool {
 public:
  class Lease {
   public:
    Lease(WorkspacePool& pool, std::unique_ptr<Workspace> item) : pool_(&pool), item_(std::move(item)) {}
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (item_) pool_->put_back(std::move(item_));
    }
    Workspace& operator*() const { return *item_; }
    Workspace* operator->() const { return item_.get(); }

   private:
    WorkspacePool* pool_;
    std::unique_ptr<Workspace> item_;
  };

  explicit WorkspacePool(std::function<std::unique_ptr<Workspace>()> make =
                             [] { return std::make_unique<Workspace>(); })
      : make_(std::move(make)) {}

  [[nodiscard]] Lease borrow() {
    {
      const std::scoped_lock lock(mutex_);
      if (!free_.empty()) {
        auto item = std::move(free_.back());
        free_.pop_back();
        return Lease(*this, std::move(item));
      }
    }
    return Lease(*this, make_());
  }

 private:
  void put_back(std::unique_ptr<Workspace> item) {
    const std::scoped_lock lock(mutex_);
    free_.push_back(std::move(item));
  }

  std::function<std::unique_ptr<Workspace>()> make_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Workspace>> free_;
};

}  // namespace seqlens::parallel
