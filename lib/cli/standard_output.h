#pragma once

#include <array>
#include <streambuf>

namespace seqlens::cli {

/// Buffer of std::ostream over standard output that throws an Error with the system's words when a write
/// fails (an ordinary stream only remembers that something went wrong). The stream must have
/// exceptions(badbit).
class StandardOutput : public std::streambuf {
 public:
  StandardOutput();
  ~StandardOutput() override = default;
  StandardOutput(const StandardOutput&) = delete;
  StandardOutput& operator=(const StandardOutput&) = delete;

 protected:
  int_type overflow(int_type letter) override;
  int sync() override;

 private:
  void write_out();

  std::array<char, 1 << 16> buffer_;
};

/// True when the other end of the pipe that is standard output has been closed.
[[nodiscard]] bool reader_has_gone();

}  // namespace seqlens::cli
