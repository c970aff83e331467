#include <charconv>
#include <cmath>
#include <cstring>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/tracks/bedgraph_writer.h"
#include "seqlens/tracks/bigwig_writer.h"

#include "random_track.h"
#include "support/read_bigwig.h"
#include "support/temp_dir.h"

using namespace seqlens;
using namespace seqlens::tracks;

namespace {

// Any finite float, subnormal ones too.
float any_float(Random& random) {
  while (true) {
    const auto bits = static_cast<std::uint32_t>(random.next());
    float value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (std::isfinite(value)) return value;
  }
}

float float_of(const std::string& text) {
  float value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::vector<IntervalValue> read_bedgraph(const std::string& text) {
  std::vector<IntervalValue> values;
  std::istringstream in(text);
  std::string chrom;
  std::string value;
  for (IntervalValue line; in >> chrom >> line.interval.begin >> line.interval.end >> value;) {
    line.value = float_of(value);
    values.push_back(line);
  }
  return values;
}

}  // namespace

TEST_CASE("what bedGraph writes reads back as the same floats") {
  const std::uint64_t seed = GENERATE(range(1, 50));
  CAPTURE(seed);
  Random random(seed);
  auto track = random_track(random, 2000);
  for (IntervalValue& value : track) value.value = any_float(random);
  std::ostringstream out;
  BedGraphWriter writer(seqio::DataOutput("-", out), "", {.merge_equal = false, .decimals = {}});
  in_random_parts(random, track, [&](auto part) { writer.write("c", part); });
  writer.commit();
  REQUIRE(read_bedgraph(out.str()) == track);
}

TEST_CASE("what bigWig writes reads back whole and in windows") {
  const std::uint64_t seed = GENERATE(range(1, 12));
  CAPTURE(seed);
  Random random(seed);
  const test::TempDir dir;
  const std::string path = (dir.path() / "x.bw").string();
  const std::vector<seqio::Contig> contigs{{"z", 90000}, {"no values", 100}, {"y", 300}, {"x", 60000}};
  BigWigWriter writer(path, contigs);
  std::vector<std::vector<IntervalValue>> tracks;
  for (const auto& [name, length] : contigs) {
    tracks.push_back(name == "no values" ? std::vector<IntervalValue>() : random_track(random, length));
    in_random_parts(random, tracks.back(), [&](auto part) { writer.write(name, part); });
  }
  writer.commit();
  const test::ReadBigWig file(path);
  REQUIRE(file.header().nLevels > 1);
  for (std::size_t c = 0; c < contigs.size(); ++c) {
    const auto length = static_cast<std::uint32_t>(contigs[c].length);
    REQUIRE(file.overlapping(contigs[c].name, 0, length) == tracks[c]);
    for (int query = 0; query < 50; ++query) {
      const auto begin = static_cast<std::uint32_t>(random.below(length));
      const auto end = begin + 1 + static_cast<std::uint32_t>(random.below(length - begin));
      std::vector<IntervalValue> expected;
      std::copy_if(tracks[c].begin(), tracks[c].end(), std::back_inserter(expected),
                   [&](const IntervalValue& v) {
                     return v.interval.overlaps({begin, end});
                   });
      REQUIRE(file.overlapping(contigs[c].name, begin, end) == expected);
    }
  }
}

TEST_CASE("a bigWig has the same bytes however the calls cut it") {
  Random random(5);
  const test::TempDir dir;
  const auto track = random_track(random, 50000);
  const auto bytes = [&](const std::string& name, auto write) {
    BigWigWriter writer(dir.path() / name, {{"c", 50000}});
    write(writer);
    writer.commit();
    return test::read_file(dir.path() / name);
  };
  const std::string whole = bytes("whole.bw", [&](BigWigWriter& writer) { writer.write("c", track); });
  const std::string parts = bytes("parts.bw", [&](BigWigWriter& writer) {
    in_random_parts(random, track, [&](auto part) { writer.write("c", part); });
  });
  CHECK(whole.size() > 1000);
  CHECK((whole == parts));
}

TEST_CASE("zoom levels of a bigWig agree with its values") {
  Random random(7);
  const test::TempDir dir;
  const std::string path = (dir.path() / "x.bw").string();
  const auto track = random_track(random, 200000);
  BigWigWriter writer(path, {{"c", 200000}});
  writer.write("c", track);
  writer.commit();
  double sum = 0;
  std::int64_t bases = 0;
  for (const auto& [interval, value] : track) {
    sum += static_cast<double>(value) * static_cast<double>(interval.length());
    bases += interval.length();
  }
  const test::ReadBigWig file(path);
  CHECK(file.statistic("c", 0, 200000, 1, max)[0] == 1);
  CHECK(file.statistic("c", 0, 200000, 1, min)[0] == -1);
  CHECK(file.statistic("c", 0, 200000, 1, coverage)[0] ==
        Approx(static_cast<double>(bases) / 200000).epsilon(1e-3));
  CHECK(std::abs(file.statistic("c", 0, 200000, 1, mean)[0] - sum / static_cast<double>(bases)) < 1e-3);
}
