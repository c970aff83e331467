#include <cstdio>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "seqlens/seqio/record_reader.h"

namespace seqlens::seqio {
namespace {

// In the child: the bases that the shell command prints are read from standard input in pieces. No checks
// here: their failure could not be told from outside.
[[noreturn]] void stream_in_child(const std::string& command, std::uint64_t expected_bases) {
  std::FILE* pipe = ::popen(command.c_str(), "r");
  ::dup2(::fileno(pipe), STDIN_FILENO);
  std::uint64_t bases = 0;
  try {
    RecordReader reader("-");
    RecordHeader header;
    std::vector<char> buffer(4096);
    while (reader.begin_record(header)) {
      while (const std::size_t count = reader.read_bases(buffer)) bases += count;
    }
  } catch (...) {
    ::_exit(2);
  }
  ::_exit(bases == expected_bases ? 0 : 1);
}

// Peak resident memory in kB of a process that streams one unwrapped record of so many bases.
long peak_of_streaming(std::uint64_t bases, const std::string& filter) {
  const std::string command =
      "{ printf '>r\\n'; head -c " + std::to_string(bases) + " /dev/zero | tr '\\0' A; }" + filter;
  const pid_t child = ::fork();
  if (child == 0) stream_in_child(command, bases);
  int status = -1;
  rusage usage{};
  REQUIRE(::wait4(child, &status, 0, &usage) == child);
  REQUIRE(WIFEXITED(status));
  REQUIRE(WEXITSTATUS(status) == 0);
  return usage.ru_maxrss;
}

TEST_CASE("a record of 250 million bases in one line takes no more memory than a small one") {
  constexpr long allowed_kb = 1024;
  const long small = peak_of_streaming(1'000'000, "");
  CHECK(peak_of_streaming(250'000'000, "") <= small + allowed_kb);
}

TEST_CASE("compressed streaming takes no more memory for a long record") {
  constexpr long allowed_kb = 1024;
  const long small = peak_of_streaming(1'000'000, " | gzip -1");
  CHECK(peak_of_streaming(100'000'000, " | gzip -1") <= small + allowed_kb);
}

}  // namespace
}  // namespace seqlens::seqio
