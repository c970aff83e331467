#include "standard_output.h"

#include <cerrno>
#include <poll.h>
#include <unistd.h>

#include "seqlens/core/errors.h"

namespace seqlens::cli {

StandardOutput::StandardOutput() {
  setp(buffer_.data(), buffer_.data() + buffer_.size());
}

StandardOutput::int_type StandardOutput::overflow(int_type letter) {
  write_out();
  if (traits_type::eq_int_type(letter, traits_type::eof())) return traits_type::not_eof(letter);
  return sputc(traits_type::to_char_type(letter));
}

int StandardOutput::sync() {
  write_out();
  return 0;
}

void StandardOutput::write_out() {
  const char* next = pbase();
  const char* const end = pptr();
  setp(buffer_.data(), buffer_.data() + buffer_.size());
  while (next < end) {
    const ssize_t written = ::write(STDOUT_FILENO, next, static_cast<std::size_t>(end - next));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw Error(errno_text("cannot write", "standard output", errno));
    next += written;
  }
}

bool reader_has_gone() {
  pollfd state{STDOUT_FILENO, POLLOUT, 0};
  return ::poll(&state, 1, 0) == 1 && (state.revents & POLLERR) != 0;
}

}  // namespace seqlens::cli
