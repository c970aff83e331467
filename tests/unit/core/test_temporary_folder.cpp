#include <cstdlib>
#include <optional>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/core/temporary_folder.h"

#include "support/temp_dir.h"

namespace {

using namespace seqlens;

/// TMPDIR with another value, as it was at the end.
class TmpDirAs {
 public:
  explicit TmpDirAs(const std::string& value) {
    if (const char* found = std::getenv("TMPDIR")) before_ = found;
    ::setenv("TMPDIR", value.c_str(), 1);
  }
  ~TmpDirAs() {
    if (before_) {
      ::setenv("TMPDIR", before_->c_str(), 1);
    } else {
      ::unsetenv("TMPDIR");
    }
  }
  TmpDirAs(const TmpDirAs&) = delete;
  TmpDirAs& operator=(const TmpDirAs&) = delete;

 private:
  std::optional<std::string> before_;
};

TEST_CASE("temporary files go to TMPDIR, which must be a folder") {
  const test::TempDir dir;
  {
    const TmpDirAs there(dir.path().string());
    CHECK(temporary_folder() == dir.path());
  }
  {
    const TmpDirAs empty("");
    CHECK(temporary_folder() == "/tmp");
  }
  const TmpDirAs absent("/absent");
  CHECK_THROWS_WITH(temporary_folder(), "TMPDIR '/absent': no such folder; temporary files go there");
}

}  // namespace
