// motif_bench [--json] [small]: bases times motifs a second of scanning both strands for a motif of 12 bases,
// sites of p <= 1e-4, on one core.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <string>
#include <string_view>

#include "seqlens/core/random.h"
#include "seqlens/motif/score_distribution.h"
#include "seqlens/motif/site_scanner.h"

#include "arguments.h"

using namespace seqlens;

namespace {

motif::Matrix random_matrix(std::size_t width, Random& random) {
  motif::Matrix matrix{"m", "", {}};
  for (std::size_t j = 0; j < width; ++j) {
    motif::Column column;
    column.fill(0.1);
    column[random.below(4)] = 0.7;
    matrix.columns.push_back(column);
  }
  return matrix;
}

double seconds_of(const motif::SiteScanner& scanner, const motif::WordCodes& codes, std::int32_t least,
                  std::uint64_t& sites) {
  const std::clock_t start = std::clock();  // of the processor: a busy machine counts less
  scanner.scan(codes, {0, static_cast<std::int64_t>(codes.bases())}, least,
               [&](std::int64_t, std::int32_t, Strand) { ++sites; });
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

}  // namespace

int main(int argc, char** argv) {
  constexpr std::array<std::string_view, 1> kShapes{bench::kSmallShape};
  const auto arguments = bench::read_arguments(argc, argv, kShapes);
  if (!arguments) return 2;
  const bool json = arguments->json, small = !arguments->shape.empty();
  Random random(1);
  std::string bases(small ? 100'000 : 20'000'000, 'A');
  for (char& base : bases) base = motif::kLetters[random.below(4)];
  for (const std::size_t width : {6U, 12U, 20U}) {
    const motif::ScoreMatrix scores(random_matrix(width, random), motif::kUniform);
    const motif::SiteScanner scanner(scores);
    const motif::WordCodes codes(bases, scanner.word());
    const std::int32_t least = motif::ScoreDistribution(scores, 1e-4).threshold();
    double best = 1e30;
    std::uint64_t sites = 0;
    for (int run = 0; run < 5; ++run) best = std::min(best, seconds_of(scanner, codes, least, sites));
    const double rate = 1e-6 * static_cast<double>(bases.size()) / best;
    std::printf(json ? "{\"task\":\"motif-scan\",\"width\":%d,\"mbases_per_s\":%.1f,\"sites\":%llu}\n"
                     : "width %d: %.1f Mb x motif / s, both strands, one core (%llu sites)\n",
                static_cast<int>(width), rate, static_cast<unsigned long long>(sites / 5));
  }
  return 0;
}
