#include <algorithm>
#include <array>
#include <numeric>

#include <fmt/format.h>

#include "seqlens/core/random.h"

#include "attention-lab/claims.h"
#include "attention-lab/lab/attention_reader.h"
#include "attention-lab/lab/training.h"

namespace attention_lab {

namespace {

using seqlens::Random;
using seqlens::model::EncoderConfig;

constexpr int kLetters = 6;
constexpr std::int32_t kMask = kLetters;
constexpr std::size_t kLength = 24;
constexpr std::size_t kContacts = 6;
constexpr double kCoupling = 0.95;  // how often the partner follows

using Pair = std::pair<std::size_t, std::size_t>;

struct Family {
  std::vector<Pair> contacts;
  Examples rows;
};

/// An alignment in which pairs of columns are coupled: one letter decides the other, mostly. Contacts are at
/// least three columns apart, no column has two.
Family make_family(std::size_t rows, bool coupled, std::uint64_t seed) {
  Random random(seed);
  Family family;
  std::vector<bool> taken(kLength);
  while (family.contacts.size() < kContacts) {
    const std::size_t a = random.below(kLength), b = random.below(kLength);
    if (a + 3 > b || taken[a] || taken[b]) continue;
    taken[a] = taken[b] = true;
    family.contacts.emplace_back(a, b);
  }
  std::vector<std::vector<std::int32_t>> partner_of(kContacts, std::vector<std::int32_t>(kLetters));
  for (auto& letters : partner_of) {
    std::iota(letters.begin(), letters.end(), 0);
    seqlens::shuffle(std::span(letters), random);
  }
  const auto any = [&] { return static_cast<std::int32_t>(random.below(kLetters)); };
  for (std::size_t n = 0; n < rows; ++n) {
    seqlens::train::Example row;
    for (std::size_t c = 0; c < kLength; ++c) row.tokens.push_back(any());
    for (std::size_t p = 0; coupled && p < kContacts; ++p) {
      const auto [a, b] = family.contacts[p];
      if (random.uniform() < kCoupling)
        row.tokens[b] = partner_of[p][static_cast<std::size_t>(row.tokens[a])];
    }
    family.rows.push_back(std::move(row));
  }
  return family;
}

/// Mean attention of all heads between two columns, both ways, less what the columns give and get on average
/// (average product correction, Dunn et al. 2008).
std::vector<double> attention_map(const EncoderConfig& config, const seqlens::model::Parameters& parameters,
                                  const Examples& rows) {
  std::vector<double> map(kLength * kLength);
  for (const auto& heads : read_attention(config, parameters, rows))
    for (const AttentionMatrix& head : heads)
      for (std::size_t i = 0; i < kLength; ++i)
        for (std::size_t j = 0; j < kLength; ++j) map[i * kLength + j] += head.at(i, j) + head.at(j, i);
  std::vector<double> sums(kLength);
  double total = 0;
  for (std::size_t i = 0; i < kLength; ++i) {
    map[i * kLength + i] = 0;
    for (std::size_t j = 0; j < kLength; ++j) sums[i] += map[i * kLength + j];
    total += sums[i];
  }
  for (std::size_t i = 0; i < kLength; ++i)
    for (std::size_t j = 0; j < kLength; ++j) map[i * kLength + j] -= sums[i] * sums[j] / total;
  for (std::size_t i = 0; i < kLength; ++i) map[i * kLength + i] = 0;
  return map;
}

/// Share of the strongest pairs, as many as there are contacts, that are contacts.
double precision(const std::vector<double>& map, const std::vector<Pair>& contacts) {
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < kLength; ++i)
    for (std::size_t j = i + 3; j < kLength; ++j) pairs.emplace_back(i, j);
  std::ranges::stable_sort(pairs, std::greater<>(),
                           [&](const Pair& p) { return map[p.first * kLength + p.second]; });
  double found = 0;
  for (std::size_t k = 0; k < contacts.size(); ++k)
    found += std::ranges::find(contacts, pairs[k]) != contacts.end() ? 1 : 0;
  return found / static_cast<double>(contacts.size());
}

struct Outcome {
  double precision = 0;
  std::vector<double> map;
  std::vector<Pair> contacts;
};

Outcome measure(bool coupled, const Effort& effort, std::uint64_t seed) {
  const Family family = make_family(4000, coupled, seed);
  EncoderConfig config = small_encoder(kLetters + 1, 48, 4, 1);
  config.positions = seqlens::model::Positions::learned;
  config.max_positions = kLength;
  config.mask_token = kMask;
  config.masked_lm = seqlens::model::MaskedLmHead{.transform = false, .tied = false};
  seqlens::train::MaskingSettings masking;
  masking.mask_token = kMask;
  masking.fraction = 0.2;
  for (std::int32_t letter = 0; letter < kLetters; ++letter) masking.eligible.push_back(letter);
  const Recipe recipe{.steps = effort.quick ? 800U : 2000U, .batch = 32, .learning_rate = 6e-3};
  const auto trained = train_model(config, seqlens::train::make_masked_lm_objective(config, masking),
                                   family.rows, recipe, seed);
  const Examples some(family.rows.begin(), family.rows.begin() + 100);
  Outcome outcome{0, attention_map(config, trained, some), family.contacts};
  outcome.precision = precision(outcome.map, family.contacts);
  return outcome;
}

Finding run(const Effort& effort) {
  Finding finding;
  finding.done = fmt::format(
      "An alignment of {} columns in which {} pairs of columns are coupled. A model of one layer learns to "
      "fill in "
      "masked letters and is told nothing else. The mean of its heads, made symmetric and corrected as is "
      "usual "
      "for contacts, ranks the pairs. The control has columns without couplings.",
      kLength, kContacts);
  std::vector<Outcome> outcomes(2 * effort.seeds);
  for_each_job(outcomes.size(), [&](std::size_t job) {
    outcomes[job] = measure(job % 2 == 0, effort, effort.first_seed + job / 2);
  });
  finding.table = {"numbers", {"alignment", "seed", "precision"}, {}};
  std::array<Values, 2> values;
  for (std::size_t job = 0; job < outcomes.size(); ++job) {
    values[job % 2].push_back(outcomes[job].precision);
    finding.table.add_row({std::string(job % 2 == 0 ? "coupled" : "independent"),
                           static_cast<std::int64_t>(effort.first_seed + job / 2), outcomes[job].precision});
  }
  seqlens::report::Heatmap map{.name = "contact-maps",
                               .title = "Heads (above the diagonal) against the truth (below)",
                               .row_title = "column",
                               .column_title = "column",
                               .rows = kLength,
                               .columns = kLength,
                               .values = outcomes[0].map};
  const double top = *std::ranges::max_element(map.values);
  for (std::size_t i = 0; i < kLength; ++i)
    for (std::size_t j = 0; j <= i; ++j) map.values[i * kLength + j] = 0;
  for (double& x : map.values) x = std::max(x, 0.0);
  for (const auto& [a, b] : outcomes[0].contacts) map.values[b * kLength + a] = top;
  finding.pictures.emplace_back(std::move(map));
  finding.checks = {
      at_least(Role::claim, fmt::format("share of the {} strongest pairs that are contacts", kContacts),
               values[0], 0.8),
      at_most(Role::control, "the same without couplings", values[1], 0.2)};
  return finding;
}

}  // namespace

const Claim kContactMaps{
    "contact-maps", "Contact maps without supervision",
    "A model that only fills in masked letters of an alignment attends from each column to the "
    "one that it is coupled with.",
    "Rao et al. 2021; Vig et al. 2021", run};

}  // namespace attention_lab
