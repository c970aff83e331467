#include "seqlens/attention/agreement_sample.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/random.h"

namespace seqlens::attention {
namespace {

constexpr std::size_t kLongestRecord = std::size_t{1} << 20;

struct Sampled {
  std::uint64_t number = 0;  // among the records of all files
  std::string bases;
};

// Which place of the sample the next record takes, if any (Vitter 1985, algorithm R).
std::optional<std::size_t> place_of(std::uint64_t number, std::size_t wanted, Random& random) {
  if (number < wanted) return static_cast<std::size_t>(number);
  const std::uint64_t place = random.below(number + 1);
  return place < wanted ? std::optional(static_cast<std::size_t>(place)) : std::nullopt;
}

std::string read_bases(input::BaseSource& source, const std::string& name) {
  std::string bases;
  std::array<char, 1 << 14> buffer{};
  while (const std::size_t count = source.read_bases(buffer)) {
    bases.append(buffer.data(), count);
    if (bases.size() > kLongestRecord) {
      throw InputError(fmt::format("record '{}'", name),
                       fmt::format("more than {} bases; agreement takes the best window of each record: give "
                                   "regions around promoters",
                                   kLongestRecord));
    }
  }
  return bases;
}

void sample_file(input::BaseSource& source, std::size_t wanted, Random& random, std::uint64_t& number,
                 std::vector<Sampled>& sample) {
  for (input::SourceRecord record; source.begin_record(record); ++number) {
    const auto place = place_of(number, wanted, random);
    std::string bases = read_bases(source, record.name);
    if (!place) continue;
    if (*place == sample.size()) sample.emplace_back();
    sample[*place] = {number, std::move(bases)};
  }
}

}  // namespace

std::vector<std::string> sample_records(const std::vector<std::string>& paths, input::InputOptions input,
                                        std::size_t wanted, std::uint64_t seed,
                                        const std::function<void(std::string_view)>& warn) {
  input.regions_are_records = true;
  Random random(seed);
  std::uint64_t number = 0;
  std::vector<Sampled> sample;
  for (const std::string& path : paths) {
    sample_file(*input::open_input(path, input, {}, warn).source, wanted, random, number, sample);
  }
  std::sort(sample.begin(), sample.end(),
            [](const Sampled& a, const Sampled& b) { return a.number < b.number; });
  std::vector<std::string> records;
  for (Sampled& record : sample) records.push_back(std::move(record.bases));
  return records;
}

}  // namespace seqlens::attention
