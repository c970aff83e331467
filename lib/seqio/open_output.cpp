#include "open_output.h"

#include <cerrno>
#include <unistd.h>

namespace seqlens::seqio {

HFile open_output(OutputTarget& target) {
  const int descriptor = target.open();
  HFile file(hdopen(descriptor, "w"));
  if (file) return file;
  ::close(descriptor);
  target.fail("cannot open", ENOMEM);
}

}  // namespace seqlens::seqio
