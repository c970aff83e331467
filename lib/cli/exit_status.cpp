#include "exit_status.h"

namespace seqlens::cli {

const std::array<ExitStatusText, 6> kExitStatusTexts{{
    {"0", "done, every byte written"},
    {"1", "wrong input, or the run failed"},
    {"2", "wrong usage"},
    {"129", "stopped by the end of the terminal's session (SIGHUP)"},
    {"130, 143", "stopped by Ctrl-C (SIGINT) or SIGTERM"},
    {"141", "the reader of standard output went away, as behind '| head'"},
}};

}  // namespace seqlens::cli
