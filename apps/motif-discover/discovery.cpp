#include "motif-discover/discovery.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/motif/halves.h"
#include "seqlens/motif/repeats.h"

#include "motif-discover/evidence_tracks.h"
#include "motif-discover/model_evidence.h"
#include "motif-discover/motif_file.h"

namespace motif_discover {
namespace {

using namespace seqlens;

constexpr std::size_t kLeastSequences = 50;
constexpr std::size_t kLeastNegatives = 10;
/// Shuffles of each sequence: where motifs are found, where they are tested.
constexpr int kCopies = 2;
/// Seeds of the parts of a run lie so far apart that copies do not meet.
constexpr std::uint64_t kSeedStep = 1000;

void check_enough(const SequenceList& list, const std::string& path) {
  if (list.size() < kLeastSequences) {
    throw InputError(
        path, fmt::format("has {} sequences; at least {} are needed to find motifs on one half and to test "
                          "them on the other",
                          list.size(), kLeastSequences));
  }
  const auto same = [&](const std::string& bases) { return bases == list.bases.front(); };
  if (std::all_of(list.bases.begin(), list.bases.end(), same))
    throw InputError(path,
                     fmt::format("all {} sequences are the same; motifs need different ones", list.size()));
}

void check_negatives(const motif::ContrastSets& sets, const std::string& path) {
  if (path.empty() || sets.negatives.size() >= kLeastNegatives) return;
  throw InputError(
      path, fmt::format("{} sequences of a half have the GC content of a positive (within 2 %); at least {} "
                        "are needed: give negatives of like composition, or leave --negative out",
                        sets.negatives.size(), kLeastNegatives));
}

/// The first sequence of each cluster: near copies of a promoter are one observation, not several.
SequenceList one_a_cluster(const SequenceList& list) {
  SequenceList some;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < list.size(); ++i)
    if (list.places[i].cluster.empty() || seen.insert(list.places[i].cluster).second) some.add(list, i);
  return some;
}

class Discoverer {
 public:
  Discoverer(const Options& options, cli::Streams& streams, const std::function<void(std::string_view)>& tell)
      : options_(options), streams_(streams), tell_(tell), seed_(options.common.seed * kSeedStep * 10) {
    SequenceList positives = options.bed.empty()
                                 ? read_sequences(options.positive, options.allow_remote)
                                 : read_regions(options.bed, options.genome, options.allow_remote);
    check_enough(positives, positives_file(options));
    look_for_evidence(positives);
    const auto halves = motif::split_in_halves(positives.places, options.common.seed);
    result_.found_on = half_of(positives, halves.half, 0);
    const SequenceList other_half = half_of(positives, halves.half, 1);
    result_.tested_on = one_a_cluster(other_half);
    result_.split = fmt::format("{} positives in {} groups by {}, seed {}: found on {}, tested on {}{}",
                                positives.size(), halves.groups, halves.by, options.common.seed,
                                result_.found_on.size(), result_.tested_on.size(),
                                result_.tested_on.size() < other_half.size() ? ", one a cluster" : "");
    tell_(result_.split);
    if (asks_model(options)) {
      const auto& places = result_.tested_on.places;
      result_.tested_unseen =
          std::all_of(places.begin(), places.end(), [&](const auto& place) { return unseen_.holds(place); });
      tell_(*result_.tested_unseen ? "tested loci were kept out of the model's training"
                                   : "tested loci were seen by the model");
    }
    result_.positives = std::move(positives);
    if (!options.negative.empty()) split_negatives();
    result_.background = motif::background_of(result_.found_on.bases);
  }

  Discovery run() {
    streams_.progress.start("finding motifs", 0, "rounds");
    result_.motifs = options_.motifs.empty() ? found() : given();
    const auto held_out = motif::contrast_sets(result_.tested_on.bases, negatives_tested_.bases, kCopies,
                                               seed_ + 2 * kSeedStep);
    check_negatives(held_out, options_.negative);
    motif::test_motifs(result_.motifs, held_out, result_.background);
    motif::test_motifs(result_.without_evidence, held_out, result_.background);
    streams_.progress.finish();
    for (std::size_t i = 0; i < result_.motifs.size(); ++i) {
      motif::Matrix& matrix = result_.motifs[i].matrix;
      if (options_.motifs.empty()) {
        matrix.id = fmt::format("m{}", i + 1);
        matrix.name = motif::consensus(matrix);
      }
      matrix.e_value = result_.motifs[i].p * static_cast<double>(result_.motifs.size());
    }
    return std::move(result_);
  }

 private:
  void split_negatives() {
    const SequenceList negatives = read_sequences(options_.negative, options_.allow_remote);
    const auto halves = motif::split_in_halves(negatives.places, options_.common.seed);
    negatives_found_ = half_of(negatives, halves.half, 0);
    negatives_tested_ = half_of(negatives, halves.half, 1);
    tell_(fmt::format("{} negatives in {} groups by {}: {} and {}", negatives.size(), halves.groups,
                      halves.by, negatives_found_.size(), negatives_tested_.size()));
  }

  void look_for_evidence(SequenceList& positives) {
    std::vector<EvidenceTrack> tracks;
    if (options_.evidence == "tracks") tracks.push_back({"", read_tracks(options_.tracks, positives), {}});
    if (asks_model(options_)) {
      ModelEvidence evidence = model_evidence(options_, positives, streams_, tell_);
      tracks = std::move(evidence.tracks);
      unseen_ = std::move(evidence.unseen);
    }
    for (EvidenceTrack& track : tracks) {
      result_.tracks.push_back(track.name);
      limits_.push_back(track.limit);
      positives.evidence.push_back(std::move(track.values));
    }
  }

  /// A quarter of the half that motifs are found on says which of them hold.
  std::vector<motif::FoundMotif> found() {
    const SequenceList& all = result_.found_on;
    const auto first = motif::split_in_halves(all.places, options_.common.seed + 1);
    const SequenceList some = half_of(all, first.half, 1);
    const auto second = motif::split_in_halves(some.places, options_.common.seed + 2);
    const SequenceList validation = half_of(some, second.half, 1);
    SequenceList train = half_of(all, first.half, 0);
    for (std::size_t i = 0; i < some.size(); ++i)
      if (second.half[i] == 0) train.add(some, i);
    auto sets = motif::contrast_sets(train.bases, {}, kCopies, seed_);
    const auto validate =
        motif::contrast_sets(validation.bases, negatives_found_.bases, kCopies, seed_ + kSeedStep);
    check_negatives(validate, options_.negative);
    if (train.evidence.empty()) return found_in(std::move(sets), validate);
    result_.without_evidence = found_in(sets, validate);
    return found_by_evidence(train, sets, validate);
  }

  /// Motifs that begin in the seqlets of each track; of those that several give, the one that stands out
  /// most.
  std::vector<motif::FoundMotif> found_by_evidence(const SequenceList& train, const motif::ContrastSets& sets,
                                                   const motif::ContrastSets& validate) {
    std::vector<motif::FoundMotif> motifs;
    for (std::size_t track = 0; track < train.evidence.size(); ++track) {
      const auto stretches = seqlets(train.evidence[track], limits_[track]);
      const std::string& name = result_.tracks[track];
      tell_(fmt::format("{}{}{:.1f} % of the evidence lies in seqlets", name, name.empty() ? "" : ": ",
                        100 * share_inside(train.evidence[track], stretches)));
      motif::ContrastSets cut = sets;
      motif::seed_only_in(cut, stretches);
      for (motif::FoundMotif& motif : found_in(std::move(cut), validate)) motifs.push_back(std::move(motif));
    }
    if (train.evidence.size() > 1) motifs = motif::distinct_motifs(std::move(motifs));
    if (std::ssize(motifs) > options_.max_motifs)
      motifs.erase(motifs.begin() + options_.max_motifs, motifs.end());
    return motifs;
  }

  std::vector<motif::FoundMotif> found_in(motif::ContrastSets sets, const motif::ContrastSets& validate) {
    motif::DiscoverOptions options;
    options.refine.min_width = static_cast<std::size_t>(options_.min_width);
    options.refine.max_width = static_cast<std::size_t>(options_.max_width);
    options.max_motifs = static_cast<std::size_t>(options_.max_motifs);
    return motif::find_motifs(sets, validate, result_.background, options, [&](std::size_t motifs) {
      tell_(fmt::format("{} motifs so far", motifs));
      streams_.progress.advance(1);
    });
  }

  /// Those of --motifs, with the threshold that tells the half for finding best from its shuffles.
  std::vector<motif::FoundMotif> given() {
    const auto sets = motif::contrast_sets(result_.found_on.bases, {}, kCopies, seed_);
    std::vector<motif::FoundMotif> motifs;
    for (const motif::Matrix& matrix : read_motif_file(options_.motifs))
      motifs.push_back(motif::given_motif(matrix, sets, result_.background));
    return motifs;
  }

  const Options& options_;
  cli::Streams& streams_;
  const std::function<void(std::string_view)>& tell_;
  std::uint64_t seed_;
  std::vector<std::optional<float>> limits_;  // of the tracks
  UnseenLoci unseen_;
  SequenceList negatives_found_, negatives_tested_;
  Discovery result_;
};

}  // namespace

Discovery discover(const Options& options, cli::Streams& streams,
                   const std::function<void(std::string_view)>& tell) {
  return Discoverer(options, streams, tell).run();
}

}  // namespace motif_discover
