#pragma once

#include <utility>

#ifdef __SANITIZE_THREAD__
#include <sanitizer/tsan_interface.h>
#endif

/// Tells ThreadSanitizer of the orders that oneTBB keeps, which it cannot see, since oneTBB is not
/// instrumented. Nothing in other builds. Only orders that callers are promised are told: tasks of one loop
/// have none among themselves, so a race between two of them is found, also when they happened to run one
/// after the other.
namespace seqlens::parallel::hand_over {

/// What came before release(object) happened before what follows acquire(object).
inline void release([[maybe_unused]] void* object) {
#ifdef __SANITIZE_THREAD__
  __tsan_release(object);
#endif
}
inline void acquire([[maybe_unused]] void* object) {
#ifdef __SANITIZE_THREAD__
  __tsan_acquire(object);
#endif
}

/// Lives in the caller while its tasks run: what the caller did before comes before each task, and each task
/// before what the caller does next, also when an exception ends it.
class ForkJoin {
 public:
  ForkJoin() { release(&fork_); }
  ~ForkJoin() { acquire(&join_); }
  ForkJoin(const ForkJoin&) = delete;
  ForkJoin& operator=(const ForkJoin&) = delete;

  /// Lives in the task, from its first line to its last.
  class Task {
   public:
    explicit Task(ForkJoin& of) : of_(of) { acquire(&of_.fork_); }
    ~Task() { release(&of_.join_); }
    Task(const Task&) = delete;
    Task& operator=(const Task&) = delete;

   private:
    ForkJoin& of_;
  };

 private:
  // Two: were they one, the end of a task would come before the start of another.
  char fork_ = 0;
  char join_ = 0;
};

/// What oneTBB calls: the member function Run of what the tasks share, which is whole before the first
/// begins. It copies this from task to task, and a task has to read it before it can say whose order it takes
/// up: ThreadSanitizer does not watch that one read.
template <auto Run, class Shared>
struct Body {
  Shared* shared;

  template <class... Arguments>
  __attribute__((no_sanitize("thread"))) auto operator()(Arguments&&... arguments) const {
    return (shared->*Run)(std::forward<Arguments>(arguments)...);
  }
};

template <auto Run, class Shared>
Body<Run, Shared> body(Shared& shared) {
  return {&shared};
}

/// The one task at a time that `stage` admits lives inside: each comes before the next.
class Turn {
 public:
  explicit Turn(char& stage) : stage_(stage) { acquire(&stage_); }
  ~Turn() { release(&stage_); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  char& stage_;
};

}  // namespace seqlens::parallel::hand_over
