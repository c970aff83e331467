#include "seqlens/cli/streams.h"

#include "terminal.h"

namespace seqlens::cli {

Streams::Streams(std::istream& in_stream, std::ostream& out_stream, std::ostream& err_stream,
                 std::string program, Verbosity verbosity, bool err_is_terminal)
    : terminal_(std::make_unique<Terminal>(err_stream, err_is_terminal)),
      in(in_stream),
      out(out_stream),
      log(std::move(program), *terminal_, verbosity),
      progress(*terminal_) {
  if (verbosity == Verbosity::quiet) terminal_->hide_progress();
}

Streams::~Streams() = default;

void Streams::set_verbosity(Verbosity verbosity) {
  log.set_verbosity(verbosity);
  if (verbosity == Verbosity::quiet) terminal_->hide_progress();
}

}  // namespace seqlens::cli
