#include "model-evaluate/scan_inputs.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <unordered_map>

#include <fmt/format.h>

#include "seqlens/core/dna.h"
#include "seqlens/core/errors.h"
#include "seqlens/core/parse_number.h"
#include "seqlens/seqio/bed.h"
#include "seqlens/seqio/genome.h"
#include "seqlens/seqio/region.h"

namespace model_evaluate {
namespace {

using seqlens::InputError;
using seqlens::Interval;
using seqlens::evaluate::ContigRegion;
using seqlens::evaluate::ScanCall;
using seqlens::seqio::BedRecord;
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

double parse_value(const std::string& file, const BedRecord& record, const char* what,
                   const std::string& text) {
  const auto value = seqlens::parse_real(text);
  if (!value)
    throw InputError(file, record.line, fmt::format("the {} is '{}', expected a number", what, text));
  return *value;
}

double parse_probability(const std::string& file, const BedRecord& record, const std::string& text) {
  const double value = parse_value(file, record, "probability", text);
  if (value < 0 || value > 1) {
    throw InputError(file, record.line,
                     fmt::format("the probability is {}, expected 0 to 1 (column 7)", text));
  }
  return value;
}

std::int64_t parse_tss(const std::string& file, const BedRecord& record, const std::string& text) {
  const auto value = seqlens::parse_integer(text, 0, std::numeric_limits<std::int64_t>::max());
  if (!value || !record.interval.contains(*value)) {
    throw InputError(file, record.line,
                     fmt::format("the TSS is '{}', expected a 0-based position from {} to {} (column 8)",
                                 text, record.interval.begin, record.interval.end - 1));
  }
  return *value;
}

// promoter-scan's BED6+3 (probability, tss, logit), or BED6 of another program.
ScanCall to_call(const std::string& file, const BedRecord& record, std::uint32_t contig) {
  if (record.extra.size() >= 3) {
    return {contig, parse_tss(file, record, record.extra[1]), record.strand,
            parse_value(file, record, "logit", record.extra[2]),
            parse_probability(file, record, record.extra[0])};
  }
  if (record.score.empty()) {
    throw InputError(
        file, record.line,
        "has fewer than 5 columns; expected BED6+3 of promoter-scan, or BED6 with a score in column 5");
  }
  return {contig,
          (record.interval.begin + record.interval.end) / 2,
          record.strand,
          parse_value(file, record, "score", record.score),
          {}};
}

std::vector<Region> wanted_regions(const Options& options, const Genome* genome) {
  std::vector<Region> regions;
  if (!options.regions.empty()) {
    seqlens::seqio::BedOptions bed;
    if (genome != nullptr) bed.contigs = &genome->contigs();
    for (const auto& record : seqlens::seqio::read_bed(options.regions, bed)) {
      regions.push_back({record.contig, record.interval});
    }
  }
  for (const auto& text : options.region)
    regions.push_back(seqlens::seqio::parse_region(text, genome->contigs()));
  if (!regions.empty() || !options.regions.empty()) return regions;
  for (const auto& contig : genome->contigs().contigs()) regions.push_back({contig.name, {0, contig.length}});
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
    for (const auto& record : seqlens::seqio::read_bed(file)) {
      inputs.calls.push_back(to_call(file, record, numbers.of(record.contig)));
      inputs.names.push_back(record.name);
    }
  }
  for (const auto& file : options.truth) {
    for (const auto& record : seqlens::seqio::read_bed(file)) {
      inputs.truth.push_back({numbers.of(record.contig), record.interval.begin, record.strand});
    }
  }
  need_some_inside(inputs.calls, evaluated_contigs, "--calls");
  need_some_inside(inputs.truth, evaluated_contigs, "--truth");
  return inputs;
}

}  // namespace model_evaluate
