#pragma once

#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

namespace seqlens::test {

/// Makes a device node like /dev/full, where every write fails with "No space left on device".
/// @return false when that takes rights that the caller does not have
inline bool make_full_device(const std::filesystem::path& path) {
  if (::mknod(path.c_str(), S_IFCHR | 0600, makedev(1, 7)) != 0) return false;
  const int opened = ::open(path.c_str(), O_WRONLY);
  if (opened < 0) return false;
  ::close(opened);
  return true;
}

}  // namespace seqlens::test
