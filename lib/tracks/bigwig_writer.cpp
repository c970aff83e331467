#include "seqlens/tracks/bigwig_writer.h"

#include <cerrno>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/output_target.h"

#include "bigwig_file.h"

namespace seqlens::tracks {
namespace {

// Why a bigWig cannot have these contigs; empty when it can.
std::string fault_of(const seqio::ContigTable& table) {
  // The chromosome tree that libBigWig writes is one leaf, which counts its children in 16 bits.
  constexpr std::size_t kMostContigs = 65535;
  constexpr std::int64_t kLongest = std::numeric_limits<std::uint32_t>::max();
  if (table.empty() || table.size() > kMostContigs) {
    return fmt::format("{} contigs; a bigWig takes 1 to {}", table.size(), kMostContigs);
  }
  for (std::size_t c = 0; c < table.size(); ++c) {
    const auto& [name, length] = table.contigs()[c];
    if (table.find(name) != c) return fmt::format("contig '{}' is there twice", name);
    if (length < 1 || length > kLongest) {
      return fmt::format("contig '{}' has {} bases; a bigWig takes 1 to {}", name, length, kLongest);
    }
  }
  return "";
}

}  // namespace

struct BigWigWriter::State {
  State(std::filesystem::path path, const std::vector<seqio::Contig>& all)
      : output(std::move(path), OutputAccess::anywhere), contigs(output.name().string(), all) {}

  OutputTarget output;
  seqio::ContigTable contigs;
  BigWigFile file;
  std::size_t contig = 0;
  std::int64_t end = 0;  // of the last range in this contig
  // Ranges of this contig that wait to be handed over.
  std::vector<std::uint32_t> begins;
  std::vector<std::uint32_t> ends;
  std::vector<float> values;

  [[nodiscard]] const std::string& name() const { return contigs.contigs()[contig].name; }
  [[noreturn]] void refuse(std::string_view why) const {
    throw Error(fmt::format("cannot write '{}': {}", output.name().string(), why));
  }
  [[noreturn]] void refuse(const Interval& interval, std::string_view why) const {
    refuse(fmt::format("{}:{}-{} {}", name(), interval.begin + 1, interval.end, why));
  }
  void require(bool went_well) const {
    if (!went_well) throw Error(errno_text("cannot write", output.name().string(), errno != 0 ? errno : EIO));
  }

  void open();
  void enter(std::string_view chrom);
  void check(const IntervalValue& value) const;
  void add(const IntervalValue& value);
  void hand_over();
};

void BigWigWriter::State::open() {
  const std::string fault = fault_of(contigs);
  if (!fault.empty()) refuse(fault);
  errno = 0;
  ::close(output.open());  // made by us; libBigWig opens it by its name
  require(file.open(output.temporary(), contigs.contigs()));
}

void BigWigWriter::State::enter(std::string_view chrom) {
  const auto found = contigs.find(chrom);
  if (!found) refuse(fmt::format("contig '{}' was not announced", chrom));
  if (*found == contig) return;
  if (*found < contig)
    refuse(fmt::format("contig '{}' comes after '{}'; a bigWig keeps their order", chrom, name()));
  hand_over();
  contig = *found;
  end = 0;
}

void BigWigWriter::State::check(const IntervalValue& value) const {
  const Interval& interval = value.interval;
  const std::int64_t length = contigs.contigs()[contig].length;
  if (interval.empty()) refuse(interval, "is empty");
  if (interval.begin < end) {
    refuse(interval, fmt::format("follows a range that ends at {}; ranges must be sorted and apart", end));
  }
  if (interval.end > length) refuse(interval, fmt::format("leaves its contig of {} bases", length));
  if (!std::isfinite(value.value)) {
    refuse(interval, fmt::format("has the value {}; leave out bases without value", value.value));
  }
}

void BigWigWriter::State::add(const IntervalValue& value) {
  constexpr std::size_t kMostWaiting = 4096;
  check(value);
  begins.push_back(static_cast<std::uint32_t>(value.interval.begin));
  ends.push_back(static_cast<std::uint32_t>(value.interval.end));
  values.push_back(value.value);
  end = value.interval.end;
  if (values.size() == kMostWaiting) hand_over();
}

void BigWigWriter::State::hand_over() {
  errno = 0;
  require(file.append(name(), begins, ends, values));
  begins.clear();
  ends.clear();
  values.clear();
}

BigWigWriter::BigWigWriter(std::filesystem::path path, const std::vector<seqio::Contig>& contigs) {
  if (path == "-") throw UsageError("a bigWig cannot go to standard output; give it a file name");
  state_ = std::make_unique<State>(std::move(path), contigs);
  state_->open();
}

BigWigWriter::~BigWigWriter() = default;
BigWigWriter::BigWigWriter(BigWigWriter&&) noexcept = default;
BigWigWriter& BigWigWriter::operator=(BigWigWriter&&) noexcept = default;

void BigWigWriter::write(std::string_view chrom, std::span<const IntervalValue> values) {
  if (values.empty()) return;
  state_->enter(chrom);
  for (const IntervalValue& value : values) state_->add(value);
}

void BigWigWriter::commit() {
  Publication alone;
  commit(alone);
  alone.publish();
}

void BigWigWriter::commit(Publication& together) {
  state_->hand_over();
  errno = 0;
  state_->require(state_->file.close());
  together.add(std::move(state_->output));
}

}  // namespace seqlens::tracks
