#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "seqlens/core/publication.h"
#include "seqlens/mutagenesis/base_effects.h"

namespace mutation_scan {

/// Takes the effects of all bases, record by record, in input order and by position.
class EffectSink {
 public:
  virtual ~EffectSink() = default;
  /// The first input is open: a run that cannot start writes nothing.
  virtual void start() {}
  /// The next bases of a record, those without effects (N) included; bases that no window holds never come.
  virtual void write(std::string_view record, std::span<const seqlens::mutagenesis::BaseEffects> bases) = 0;
  /// All have come; files appear under their names.
  /// Files appear with the others of the run.
  virtual void commit(seqlens::Publication& together) = 0;
};

/// What the head of an output says.
struct HeaderFacts {
  std::string version;
  std::string precision;
  std::string model_digest;
  std::string label;  ///< what a positive is called
  std::string strand;
  std::int64_t stride = 0;
  std::string n_policy;
  std::string agreement;  ///< of attention with the effects: lines that start with '#'
};

/// The facts as lines that start with '#'. @param content  what the numbers are: "mean of ...".
std::string comment_lines(const HeaderFacts& facts, std::string_view content);

}  // namespace mutation_scan
