#pragma once

#include <array>
#include <string_view>

namespace seqlens::cli {

constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kWrongUsage = 2;
constexpr int kReaderGone = 141;  // as a program that SIGPIPE ends
constexpr int kSignalBase = 128;  // the shell's convention: 128 + number of the signal

struct ExitStatusText {
  std::string_view code;
  std::string_view meaning;
};

/// What --help and the man page say about exit codes.
extern const std::array<ExitStatusText, 6> kExitStatusTexts;

}  // namespace seqlens::cli
