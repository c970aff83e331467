#include "byte_source.h"

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens::seqio {
namespace {

constexpr std::size_t chunk_bytes = std::size_t{64} << 10;

}  // namespace

ByteSource::ByteSource(HFile file, std::string name) : name_(std::move(name)), buffer_(chunk_bytes) {
  bgzf_.reset(bgzf_hopen(file.get(), "r"));
  // bgzf_hopen looks at the first bytes, so a failing read shows here first.
  if (!bgzf_) fail(0);
  static_cast<void>(file.release());  // owned by bgzf_ now
}

std::string_view ByteSource::next(std::uint64_t line) {
  errno = 0;
  const ssize_t count = bgzf_read(bgzf_.get(), buffer_.data(), buffer_.size());
  if (count < 0) fail(line);
  if (count == 0 && bgzf_->no_eof_block) {
    throw InputError(name_,
                     fmt::format("truncated after line {} (no end-of-file block); copy it again", line));
  }
  return {buffer_.data(), static_cast<std::size_t>(count)};
}

void ByteSource::fail(std::uint64_t line) const {
  const int reason = errno;
  const bool damaged = bgzf_ && (bgzf_->errcode & (BGZF_ERR_ZLIB | BGZF_ERR_HEADER | BGZF_ERR_CRC));
  if (!damaged && reason != 0) {
    throw InputError(name_, fmt::format("cannot read on after line {}: {}", line, std::strerror(reason)));
  }
  throw InputError(name_,
                   fmt::format("compressed data damaged or cut short after line {}; copy it again", line));
}

}  // namespace seqlens::seqio
