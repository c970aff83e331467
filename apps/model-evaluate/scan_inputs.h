#pragma once

#include <string>
#include <vector>

#include "seqlens/evaluate/scan_evaluation.h"

#include "model-evaluate/options.h"

namespace model_evaluate {

/// Places that loci or unannotated calls may lie near.
struct NamedPlaces {
  std::string name;
  std::vector<seqlens::evaluate::ContigRegion> places;
};

/// A scan as the library wants it: contigs are numbers, names in contigs.
struct ScanInputs {
  std::vector<std::string> contigs;
  std::vector<std::string> names;  // of the calls
  std::vector<seqlens::evaluate::ScanCall> calls;
  std::vector<seqlens::evaluate::TruthTss> truth;
  std::vector<seqlens::evaluate::ContigRegion> ambiguous;
  std::vector<seqlens::evaluate::ContigRegion> regions;
  std::vector<NamedPlaces> loci_near;
  std::vector<NamedPlaces> evidence;
};

/// Reads --calls, --truth, --ambiguous, --loci-near, --evidence and the regions: those of --regions and
/// --region, or the whole genome; without the runs of N of --genome. Contigs of calls and truth that have no
/// region are fine: they are not evaluated.
/// @throws InputError with file and line; UsageError if --truth or --calls name no contig of the regions
///         at all.
[[nodiscard]] ScanInputs read_scan_inputs(const Options& options);

}  // namespace model_evaluate
