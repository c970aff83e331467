#include <cmath>
#include <limits>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/attention/agreement.h"
#include "seqlens/core/errors.h"
#include "seqlens/core/random.h"
#include "seqlens/evaluate/rank_correlation.h"
#include "seqlens/parallel/thread_budget.h"

using namespace seqlens;
using namespace seqlens::attention;

namespace {

constexpr std::size_t kPositions = 20;

std::vector<AgreementRecord> noise_records(std::size_t count, std::size_t tracks, std::uint64_t seed) {
  Random random(seed);
  std::vector<AgreementRecord> records(count);
  for (AgreementRecord& record : records) {
    record.gc = random.uniform();
    for (std::size_t p = 0; p < kPositions; ++p) record.effects.push_back(random.uniform());
    for (std::size_t v = 0; v < tracks * kPositions; ++v) {
      record.tracks.push_back(static_cast<float>(random.uniform()));
    }
  }
  return records;
}

double correlation(const AgreementRecord& effects, const AgreementRecord& tracks, std::size_t track) {
  const auto row = std::span(tracks.tracks).subspan(track * kPositions, kPositions);
  return evaluate::spearman(effects.effects, std::vector<double>(row.begin(), row.end()));
}

}  // namespace

TEST_CASE("correlations are means over records of those with their own and with other tracks") {
  auto records = noise_records(6, 2, 3);
  for (std::size_t r = 0; r < records.size(); ++r) records[r].gc = r % 2 == 0 ? 0.3 : 0.6;
  const auto tracks = measure_agreement(records, {.permutations = 9, .gc_bins = 2});
  REQUIRE(tracks.size() == 2);
  for (std::size_t t = 0; t < 2; ++t) {
    double own = 0;
    double others = 0;
    for (std::size_t i = 0; i < 6; ++i) {
      own += correlation(records[i], records[i], t) / 6;
      for (std::size_t j = i % 2; j < 6; j += 2) {
        if (j != i) others += correlation(records[i], records[j], t) / 12;
      }
    }
    CHECK(tracks[t].correlation == Approx(own));
    CHECK(tracks[t].other_records == Approx(others));
  }
}

TEST_CASE("a flat track says nothing") {
  auto records = noise_records(8, 1, 4);
  for (AgreementRecord& record : records) record.tracks.assign(kPositions, 0.5F);
  const auto tracks = measure_agreement(records, {.permutations = 99});
  CHECK(tracks[0] == TrackAgreement{0, 0, 1, 1, 1, 1, false});
}

TEST_CASE("a track that is the effects has the least p and only it agrees") {
  auto records = noise_records(30, 4, 5);
  for (AgreementRecord& record : records) {
    for (std::size_t p = 0; p < kPositions; ++p) {
      record.tracks[2 * kPositions + p] = static_cast<float>(record.effects[p]);
    }
  }
  const auto tracks = measure_agreement(records, {.permutations = 999});
  CHECK(tracks[2].correlation == Approx(1));
  CHECK(tracks[2].p_records == 0.001);
  CHECK(tracks[2].p_shifts == 0.001);
  CHECK(tracks[2].q_records == Approx(0.004));
  for (std::size_t t = 0; t < 4; ++t) CHECK(tracks[t].agrees == (t == 2));
}

TEST_CASE("agreement does not depend on threads but on the seed") {
  const auto records = noise_records(20, 3, 6);
  const auto measure = [&](int threads, std::uint64_t seed) {
    const parallel::ThreadBudget budget(threads);
    return measure_agreement(records, {.permutations = 199, .seed = seed});
  };
  CHECK(measure(1, 1) == measure(2, 1));
  CHECK_FALSE(measure(1, 1) == measure(1, 2));
}

TEST_CASE("agreement refuses what it cannot compare") {
  auto records = noise_records(3, 2, 7);
  CHECK_THROWS_WITH(measure_agreement(std::span(records).first(1), {}),
                    "agreement needs 2 records with a window each, there are 1");
  CHECK_THROWS_WITH(measure_agreement(records, {.permutations = 0}),
                    "agreement needs a permutation and a GC bin, not 0 and 5");
  records[2].effects.pop_back();
  CHECK_THROWS_WITH(measure_agreement(records, {}),
                    "agreement: record 2 has 19 effects and 40 track values, record 0 20 and 40");
  records[2].effects.push_back(std::numeric_limits<double>::quiet_NaN());
  CHECK_THROWS_WITH(measure_agreement(records, {}), "value 19 is NaN: it has no rank");
  records[0].tracks.pop_back();
  CHECK_THROWS_WITH(measure_agreement(records, {}), "agreement: 39 track values at 20 positions");
}
