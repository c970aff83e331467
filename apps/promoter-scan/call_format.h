#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "seqlens/scan/call.h"

namespace promoter_scan {

/// What the head of an output says: how the data came about, and nothing that differs between equal runs.
struct HeaderFacts {
  std::string version;
  std::string model_digest;
  std::string precision;
  std::string label;
  std::string classifier;  ///< how the logit of a classification checkpoint comes about; else empty
  double min_logit = 0;
  bool calibrated = false;
  bool positions = false;  ///< the model scores bins, not windows
  std::int64_t stride = 0;
  std::string n_policy;
  std::string strand;
  bool per_strand = false;
  bool exhaustive = false;
};

/// A call as it is written.
struct CallLine {
  std::string_view chrom;
  std::string_view read;  ///< name of the read that it was made on; empty: none
  seqlens::scan::Call call;
  double probability = 0;
  std::string_view label = {};  ///< empty: that of the format
};

/// One way of writing calls.
class CallFormat {
 public:
  virtual ~CallFormat() = default;
  [[nodiscard]] virtual std::string header(const HeaderFacts& facts) const = 0;
  virtual void append(std::string& text, const CallLine& line) const = 0;
};

/// BED's score of a call: 1000 / (1 + exp(-logit / 3)), rounded; it never falls where the logit rises.
int rank_score(double logit);

/// The line with the names of bed's columns.
std::string bed_column_names();

/// @param format  bed, bed9, narrowPeak, tsv, json or gff3.
/// @param label   what a call is.
std::unique_ptr<CallFormat> make_call_format(std::string_view format, const std::string& label);

/// The columns of the format bed, as UCSC's bedToBigBed -type=bed9+4 -as=FILE takes them.
std::string call_autosql();

/// The facts as lines that start with '#'.
std::string comment_lines(const HeaderFacts& facts);

}  // namespace promoter_scan
