// The promise about long records, kept by the program itself: one record of 250 Mb in a single line, plain or
// gzip, from a pipe, in bounded memory, and the first call before the end of the input.
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/random.h"
#include "seqlens/model/model_file.h"

#include "support/temp_dir.h"
#include "support/tiny_promoter_model.h"

using namespace seqlens;

namespace {

constexpr std::int64_t kRecordBases = 250'000'000;
constexpr long kMostKilobytes = 200'000;

// Shell commands; "$@" is promoter-scan with its options.
constexpr const char* kPlain = "exec \"$@\"";
constexpr const char* kGzip = "gzip -1 | \"$@\"";

/// promoter-scan with pipes at both ends. Its status and memory are those of the command.
class Scan {
 public:
  Scan(const char* command, const std::string& model) {
    int in[2];
    int out[2];
    REQUIRE(pipe2(in, O_CLOEXEC) == 0);
    REQUIRE(pipe2(out, O_CLOEXEC) == 0);
    process_ = fork();
    REQUIRE(process_ >= 0);
    if (process_ == 0) {
      dup2(in[0], STDIN_FILENO);
      dup2(out[1], STDOUT_FILENO);
      execl("/bin/sh", "sh", "-c", command, "sh", PROMOTER_SCAN, "--quiet", "--threads", "2", "--model",
            model.c_str(), nullptr);
      _exit(127);
    }
    close(in[0]);
    close(out[1]);
    to_ = in[1];
    from_ = out[0];
    fcntl(to_, F_SETFL, O_NONBLOCK);
    fcntl(from_, F_SETFL, O_NONBLOCK);
  }

  /// Writes everything, taking what comes out meanwhile. False when the program stopped reading.
  [[nodiscard]] bool write_all(std::string_view bytes) {
    while (!bytes.empty()) {
      pollfd ends[2] = {{to_, POLLOUT, 0}, {from_, POLLIN, 0}};
      poll(ends, 2, -1);
      if ((ends[1].revents & POLLIN) != 0) take_output();
      if ((ends[0].revents & POLLERR) != 0) return false;
      if ((ends[0].revents & POLLOUT) == 0) continue;
      const ssize_t count = write(to_, bytes.data(), bytes.size());
      if (count > 0) bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }

  /// Ends the input, waits, and gives the exit status and the largest memory in kilobytes.
  std::pair<int, long> finish() {
    close(to_);
    fcntl(from_, F_SETFL, 0);
    while (take_output()) {
    }
    close(from_);
    int status = 0;
    rusage usage{};
    REQUIRE(wait4(process_, &status, 0, &usage) == process_);
    return {status, usage.ru_maxrss};
  }

  [[nodiscard]] const std::string& output() const { return output_; }

 private:
  bool take_output() {
    char buffer[1 << 16];
    const ssize_t count = read(from_, buffer, sizeof buffer);
    if (count > 0) output_.append(buffer, static_cast<std::size_t>(count));
    return count > 0;
  }

  pid_t process_ = -1;
  int to_ = -1;
  int from_ = -1;
  std::string output_;
};

std::string random_bases(std::size_t count) {
  Random random(250);
  std::string bases(count, 'A');
  for (char& base : bases) base = "ACGT"[random.below(4)];
  return bases;
}

/// Lines that are no comments.
std::size_t count_calls(const std::string& output) {
  std::size_t calls = 0;
  for (std::size_t i = 0; i < output.size(); ++i) {
    const bool starts_line = i == 0 || output[i - 1] == '\n';
    calls += starts_line && output[i] != '#' ? 1 : 0;
  }
  return calls;
}

void scan_long_record(const char* command) {
  std::signal(SIGPIPE, SIG_IGN);
  const test::TempDir dir;
  const auto file = test::tiny_promoter_file();
  const auto model = dir.path() / "tiny.safetensors";
  model::save_model_file(model, file.config, file.parameters, file.metadata);

  // A megabase of bases, then N: what is held depends on neither, and N cost no time. The end has bases
  // again.
  const std::string bases = random_bases(1'000'000);
  const std::string gap(1'000'000, 'N');
  Scan scan(command, model.string());
  REQUIRE(scan.write_all(">long\n"));
  std::size_t calls_halfway = 0;
  for (std::int64_t written = 0; written < kRecordBases; written += 1'000'000) {
    const bool real = written % 25'000'000 == 0 || written + 1'000'000 == kRecordBases;
    REQUIRE(scan.write_all(real ? bases : gap));
    if (written == kRecordBases / 2) calls_halfway = count_calls(scan.output());
  }
  const auto [status, kilobytes] = scan.finish();
  CHECK(status == 0);
  CHECK(calls_halfway > 0);
  CHECK(count_calls(scan.output()) > calls_halfway);
  CHECK(scan.output().find("\nlong\t249") != std::string::npos);
  INFO("largest memory " << kilobytes << " kB");
  CHECK(kilobytes < kMostKilobytes);
  CHECK(kilobytes > 4000);  // the measurement itself: a shell and gzip alone take less
}

}  // namespace

TEST_CASE("a record of 250 Mb streams in bounded memory and its first call is out early") {
  scan_long_record(kPlain);
}

TEST_CASE("a gzipped record of 250 Mb streams in bounded memory and its first call is out early") {
  scan_long_record(kGzip);
}
