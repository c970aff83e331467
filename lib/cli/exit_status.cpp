#include "exit_status.h"

namespace seqlens::cli {

const std::array<ExitStatusText, 4> kExitStatusTexts{{
    {"0", "done, every byte written"},
    {"1", "wrong input, or the run failed"},
    {"2", "wrong usage"},
    {"130, 143", "stopped by Ctrl-C (SIGINT) or SIGTERM"},
}};

}  // namespace seqlens::cli
