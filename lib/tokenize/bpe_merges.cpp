#include "bpe_merges.h"

#include <algorithm>
#include <queue>

namespace seqlens::tokenize {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

std::uint64_t key_of(std::int32_t left, std::int32_t right) {
  return static_cast<std::uint64_t>(static_cast<std::uint32_t>(left)) << 32 |
         static_cast<std::uint32_t>(right);
}

}  // namespace

/// One application of the rules. A merged symbol stays at the place of its left part; the right part's place
/// is dead.
class MergeRun {
 public:
  MergeRun(const BpeMerges& merges, std::vector<Symbol>& symbols) : merges_(merges), symbols_(symbols) {
    links_.reserve(symbols.size());
    for (std::size_t i = 0; i < symbols.size(); ++i)
      links_.push_back({i == 0 ? kNone : i - 1, i + 1 == symbols.size() ? kNone : i + 1});
  }

  void run() {
    for (std::size_t i = 0; i < symbols_.size(); ++i) offer(i);
    while (!candidates_.empty()) {
      const Candidate best = candidates_.top();
      candidates_.pop();
      if (still_stands(best)) join(best);
    }
    drop_dead();
  }

 private:
  struct Links {
    std::size_t previous, next;
  };
  struct Candidate {
    std::int32_t rank, merged;
    std::size_t left;
    bool operator<(const Candidate& other) const {  // the queue's top is the largest
      return rank != other.rank ? rank > other.rank : left > other.left;
    }
  };
  static constexpr std::int32_t kDead = -1;

  void offer(std::size_t left) {
    const std::size_t right = links_[left].next;
    if (right == kNone) return;
    if (const auto* rule = merges_.find(symbols_[left].id, symbols_[right].id))
      candidates_.push({rule->rank, rule->merged, left});
  }

  [[nodiscard]] bool still_stands(const Candidate& candidate) const {
    if (symbols_[candidate.left].id == kDead) return false;
    const std::size_t right = links_[candidate.left].next;
    if (right == kNone) return false;
    const auto* rule = merges_.find(symbols_[candidate.left].id, symbols_[right].id);
    return rule != nullptr && rule->merged == candidate.merged;
  }

  void join(const Candidate& candidate) {
    const std::size_t left = candidate.left;
    const std::size_t right = links_[left].next;
    symbols_[left].id = candidate.merged;
    symbols_[left].end = symbols_[right].end;
    symbols_[right].id = kDead;
    links_[left].next = links_[right].next;
    if (links_[left].next != kNone) links_[links_[left].next].previous = left;
    if (links_[left].previous != kNone) offer(links_[left].previous);
    offer(left);
  }

  void drop_dead() {
    std::erase_if(symbols_, [](const Symbol& symbol) { return symbol.id == kDead; });
  }

  const BpeMerges& merges_;
  std::vector<Symbol>& symbols_;
  std::vector<Links> links_;
  std::priority_queue<Candidate> candidates_;
};

void BpeMerges::add(std::int32_t left, std::int32_t right, std::int32_t merged) {
  rules_.insert_or_assign(key_of(left, right), Rule{next_rank_++, merged});
}

const BpeMerges::Rule* BpeMerges::find(std::int32_t left, std::int32_t right) const {
  const auto found = rules_.find(key_of(left, right));
  return found == rules_.end() ? nullptr : &found->second;
}

void BpeMerges::apply(std::vector<Symbol>& symbols) const {
  MergeRun(*this, symbols).run();
}

}  // namespace seqlens::tokenize
