#include "seqlens/input/shard.h"

#include <fmt/core.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/parse_number.h"

namespace seqlens::input {
namespace {

constexpr std::int64_t kMostShards = 1'000'000;

}  // namespace

Shard parse_shard(std::string_view text) {
  const auto slash = text.find('/');
  if (slash != std::string_view::npos) {
    const auto count = parse_integer(text.substr(slash + 1), 1, kMostShards);
    const auto index = parse_integer(text.substr(0, slash), 1, count.value_or(0));
    if (index) return {*index, *count};
  }
  throw UsageError(fmt::format("--shard '{}': must be I/N, part I of N, such as 2/8", text));
}

}  // namespace seqlens::input
