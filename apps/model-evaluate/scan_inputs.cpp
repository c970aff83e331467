#include "model-evaluate/scan_inputs.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "seqlens/core/dna.h"
#include "seqlens/core/errors.h"
#include "seqlens/input/named_regions.h"
#include "seqlens/input/tss_file.h"
#include "seqlens/seqio/bed.h"
#include "seqlens/seqio/genome.h"
#include "seqlens/seqio/region.h"

#include "model-evaluate/call_file.h"
#include "model-evaluate/tested_records.h"

namespace model_evaluate {
namespace {

using seqlens::Interval;
using seqlens::evaluate::ContigRegion;
using seqlens::seqio::Genome;
using seqlens::seqio::Region;

// Gives contig names their numbers.
class ContigNumbers {
 public:
  explicit ContigNumbers(std::vector<std::string>& names) : names_(names) {}

  std::uint32_t of(const std::string& name) {
    const auto [place, is_new] = numbers_.try_emplace(name, static_cast<std::uint32_t>(names_.size()));
    if (is_new) names_.push_back(name);
    return place->second;
  }

 private:
  std::vector<std::string>& names_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

std::vector<Region> wanted_regions(const Options& options, const Genome* genome) {
  const seqlens::seqio::ContigTable contigs = genome ? genome->contigs() : seqlens::seqio::ContigTable();
  if (options.regions.empty() && options.region.empty()) return seqlens::input::whole_contigs(contigs);
  std::vector<Region> regions;
  for (auto& named : seqlens::input::named_regions(options.region, options.regions, contigs))
    regions.push_back(std::move(named.region));
  return regions;
}

// The stretches of the region that are not N, in pieces, so that memory is bounded.
void add_known(const Genome& genome, const Region& region, std::uint32_t contig,
               std::vector<ContigRegion>& known) {
  constexpr std::int64_t piece_bases = 1 << 20;
  for (auto begin = region.interval.begin; begin < region.interval.end; begin += piece_bases) {
    const Interval piece{begin, std::min(begin + piece_bases, region.interval.end)};
    const auto bases = genome.fetch(region.contig, piece);
    const auto is_known = [](char letter) { return seqlens::canonical_base(letter) != 'N'; };
    for (auto place = bases.begin(); place != bases.end();) {
      const auto first = std::find_if(place, bases.end(), is_known);
      const auto last = std::find_if_not(first, bases.end(), is_known);
      if (first != last)
        known.push_back({contig, {begin + (first - bases.begin()), begin + (last - bases.begin())}});
      place = last;
    }
  }
}

void add_places(const std::string& file, ContigNumbers& numbers, std::vector<ContigRegion>& places) {
  for (const auto& record : seqlens::seqio::read_bed(file))
    places.push_back({numbers.of(record.contig), record.interval});
}

std::vector<NamedPlaces> read_named_places(const std::vector<std::string>& sets, ContigNumbers& numbers) {
  std::vector<NamedPlaces> read;
  for (const auto& text : sets) {
    const auto [name, file] = parse_named_file(text);
    read.push_back({name, {}});
    add_places(file, numbers, read.back().places);
  }
  return read;
}

// The contig of calls that do not name theirs; empty where several are evaluated.
std::string only_contig(const std::vector<std::string>& contigs, std::size_t evaluated) {
  return evaluated == 1 ? contigs.front() : std::string();
}

template <class Items>
void need_some_inside(const Items& items, std::size_t evaluated_contigs, std::string_view what) {
  const auto is_inside = [&](const auto& item) { return item.contig < evaluated_contigs; };
  if (!items.empty() && std::none_of(items.begin(), items.end(), is_inside)) {
    throw seqlens::UsageError(fmt::format(
        "no contig of {} is among those evaluated; do the files name them alike ('chr' prefix?)", what));
  }
}

}  // namespace

ScanInputs read_scan_inputs(const Options& options) {
  ScanInputs inputs;
  ContigNumbers numbers(inputs.contigs);
  std::optional<Genome> genome;
  if (!options.genome.empty()) genome.emplace(options.genome);
  for (const auto& region : wanted_regions(options, genome ? &*genome : nullptr)) {
    const auto contig = numbers.of(region.contig);
    if (genome) {
      add_known(*genome, region, contig, inputs.regions);
    } else {
      inputs.regions.push_back({contig, region.interval});
    }
  }
  const auto evaluated_contigs = inputs.contigs.size();
  for (const auto& file : options.calls) {
    for (const auto& line : read_calls(file, only_contig(inputs.contigs, evaluated_contigs))) {
      auto call = line.call;
      call.contig = numbers.of(line.contig);
      inputs.calls.push_back(call);
      inputs.names.push_back(line.name);
    }
  }
  for (const auto& file : options.truth) {
    for (const auto& tss : seqlens::input::read_tss(file))
      inputs.truth.push_back({numbers.of(tss.contig), tss.position, tss.strand});
  }
  for (const auto& file : options.ambiguous) add_places(file, numbers, inputs.ambiguous);
  inputs.loci_near = read_named_places(options.loci_near, numbers);
  inputs.evidence = read_named_places(options.evidence, numbers);
  need_some_inside(inputs.calls, evaluated_contigs, "--calls");
  need_some_inside(inputs.truth, evaluated_contigs, "--truth");
  return inputs;
}

}  // namespace model_evaluate
