#pragma once

#include <iosfwd>
#include <memory>
#include <string>

#include "seqlens/cli/logger.h"
#include "seqlens/cli/progress.h"

namespace seqlens::cli {

/// All that a program's run() may talk to. A test makes one from three string streams:
///
///   std::istringstream in; std::ostringstream out, err;
///   seqlens::cli::Streams streams(in, out, err, "promoter-scan");
///   CHECK(promoter_scan::run(options, streams) == 0);
///
/// `out` is for data only. A failed write to the real standard output throws out of `<<`, so a run never goes
/// on for nobody. It is buffered: flush it after a batch that somebody may wait for. stderr is reached
/// through `log` and `progress` alone.
class Streams {
 private:
  std::unique_ptr<Terminal> terminal_;

 public:
  Streams(std::istream& in_stream, std::ostream& out_stream, std::ostream& err_stream, std::string program,
          Verbosity verbosity = Verbosity::normal, bool err_is_terminal = false);
  ~Streams();
  Streams(const Streams&) = delete;
  Streams& operator=(const Streams&) = delete;

  /// --quiet and --verbose, known only once the options are read. Quiet hides the progress line too.
  void set_verbosity(Verbosity verbosity);

  std::istream& in;
  std::ostream& out;
  Logger log;
  Progress progress;
};

}  // namespace seqlens::cli
