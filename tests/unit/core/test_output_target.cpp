#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/core/output_file.h"
#include "seqlens/core/publication.h"

#include "support/fifo.h"
#include "support/full_device.h"
#include "support/temp_dir.h"

using namespace seqlens;
namespace fs = std::filesystem;

namespace {

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
}

void write(const fs::path& path, std::string_view text) {
  OutputFile file(path);
  file.write(text);
  file.commit();
}

}  // namespace

TEST_CASE("a pipe gets the bytes and stays a pipe") {
  const test::TempDir dir;
  const fs::path path = dir.path() / "pipe";
  const test::Fifo fifo(path);
  write(path, "one\n");
  CHECK(fifo.read() == "one\n");
  { OutputFile(path).write("not committed\n"); }
  CHECK(fifo.read() == "not committed\n");
  CHECK(fs::is_fifo(path));
  CHECK(files_in(dir.path()) == 1);
}

TEST_CASE("a link to a pipe is that pipe") {
  const test::TempDir dir;
  const test::Fifo fifo(dir.path() / "pipe");
  fs::create_symlink("pipe", dir.path() / "link");
  write(dir.path() / "link", "one\n");
  CHECK(fifo.read() == "one\n");
  CHECK(files_in(dir.path()) == 2);
}

TEST_CASE("a link to a file stays and the file gets the bytes at commit") {
  const test::TempDir dir;
  fs::create_directory(dir.path() / "inner");
  const fs::path path = dir.write("inner/file", "old");
  fs::create_symlink("inner/file", dir.path() / "near");
  fs::create_symlink(dir.path() / "near", dir.path() / "far");
  OutputFile file(dir.path() / "far");
  file.write("new");
  CHECK(file.temporary().parent_path() == dir.path() / "inner");
  CHECK(test::read_file(path) == "old");
  file.commit();
  CHECK(test::read_file(path) == "new");
  CHECK_FALSE(fs::is_symlink(path));
  CHECK(fs::is_symlink(dir.path() / "near"));
  CHECK(fs::is_symlink(dir.path() / "far"));
  CHECK(files_in(dir.path()) == 3);
  CHECK(files_in(dir.path() / "inner") == 1);
}

TEST_CASE("a link to nothing yet stays and what it names is made") {
  const test::TempDir dir;
  fs::create_symlink("file", dir.path() / "link");
  { OutputFile(dir.path() / "link").write("not committed"); }
  CHECK(files_in(dir.path()) == 1);
  write(dir.path() / "link", "new");
  CHECK(fs::is_symlink(dir.path() / "link"));
  CHECK(test::read_file(dir.path() / "file") == "new");
  CHECK(files_in(dir.path()) == 2);
}

TEST_CASE("a device that is full is an error and stays") {
  const test::TempDir dir;
  const fs::path path = dir.path() / "full";
  if (!test::make_full_device(path)) {
    WARN("skipped: device nodes cannot be made here");
    return;
  }
  CHECK_THROWS_WITH(write(path, "x"), "cannot write '" + path.string() + "': No space left on device");
  CHECK(fs::is_character_file(path));
  CHECK(files_in(dir.path()) == 1);
}

TEST_CASE("a descriptor of this process keeps its place in the file") {
  const test::TempDir dir;
  const fs::path path = dir.write("file", "");
  const int descriptor = ::open(path.c_str(), O_WRONLY);
  REQUIRE(descriptor >= 0);
  REQUIRE(::write(descriptor, "head\n", 5) == 5);
  const std::string number = std::to_string(descriptor);
  write("/dev/fd/" + number, "one\n");
  write("/proc/self/fd/" + number, "two\n");
  fs::create_symlink("/proc/self/fd/" + number, dir.path() / "link");  // as /dev/stdout is
  write(dir.path() / "link", "three\n");
  ::close(descriptor);
  CHECK(test::read_file(path) == "head\none\ntwo\nthree\n");
  CHECK(files_in(dir.path()) == 2);
  CHECK_THROWS_WITH(OutputFile("/dev/fd/" + number),
                    "cannot open '/dev/fd/" + number + "': Bad file descriptor");
}

TEST_CASE("a process substitution is written through its descriptor") {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  write("/dev/fd/" + std::to_string(ends[1]), "one\n");
  ::close(ends[1]);
  char bytes[8];
  CHECK(::read(ends[0], bytes, sizeof bytes) == 4);
  CHECK(::read(ends[0], bytes, sizeof bytes) == 0);
  ::close(ends[0]);
}

TEST_CASE("what is not written in order needs a regular file") {
  const test::TempDir dir;
  const fs::path pipe = dir.path() / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);  // without a reader: must not wait for one
  const auto error = [](const std::string& name) {
    return "cannot write '" + name + "': needs a regular file, since it is not written from start to end";
  };
  CHECK_THROWS_WITH(OutputFile(pipe, OutputAccess::anywhere), error(pipe.string()));
  CHECK_THROWS_WITH(OutputFile("/dev/fd/1", OutputAccess::anywhere), error("/dev/fd/1"));
  CHECK_THROWS_WITH(OutputFile("-", OutputAccess::anywhere), error("standard output"));
}

TEST_CASE("names that nothing can be written to") {
  const test::TempDir dir;
  const std::string folder = dir.path().string();
  CHECK_THROWS_WITH(OutputFile(dir.path()), "cannot open '" + folder + "': Is a directory");
  fs::create_symlink("circle", dir.path() / "circle");
  CHECK_THROWS_WITH(OutputFile(dir.path() / "circle"),
                    "cannot create '" + folder + "/circle': Too many levels of symbolic links");
  dir.write("file", "");
  CHECK_THROWS_WITH(OutputFile(dir.path() / "file" / "x"),
                    "cannot create '" + folder + "/file/x': Not a directory");
  CHECK(files_in(dir.path()) == 2);
}

TEST_CASE("whether a name can be written is known before it is") {
  const test::TempDir dir;
  const fs::path old = dir.write("old", "bytes");
  require_writable(old);
  require_writable(dir.path() / "new");
  CHECK(test::read_file(old) == "bytes");
  CHECK(files_in(dir.path()) == 1);
  CHECK_THROWS_WITH(
      require_writable(dir.path() / "absent/new"),
      "cannot create '" + (dir.path() / "absent/new").string() + "': No such file or directory");
  CHECK_THROWS_WITH(require_writable(dir.path()),
                    "cannot open '" + dir.path().string() + "': Is a directory");
  require_writable("-");
}

TEST_CASE("a pipe without a reader is not waited for before it is written") {
  const test::TempDir dir;
  const fs::path pipe = dir.path() / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  require_writable(pipe);
}

TEST_CASE("a signal that ends the run ends the wait for a reader") {
  const OutputTarget target("x");
  CHECK_THROWS_AS(target.fail("cannot open", EINTR), Cancelled);
  CHECK_THROWS_WITH(target.fail("cannot write", 0), "cannot write 'x': Input/output error");
}

TEST_CASE("a temporary file is made by nobody else, and only what was made is removed") {
  const test::TempDir dir;
  const fs::path path = dir.path() / "x";
  CHECK(temporary_beside(path) != temporary_beside(path));
  OutputTarget target(path);
  // Somebody who could guess the name puts a link there: it is not written through, and stays.
  const fs::path victim = dir.write("victim", "precious");
  fs::create_symlink(victim, target.temporary());
  CHECK_THROWS_WITH(target.open(), "cannot create '" + path.string() + "': File exists");
  { const OutputTarget gone = std::move(target); }
  CHECK(test::read_file(victim) == "precious");
  CHECK(files_in(dir.path()) == 2);
}

TEST_CASE("a name of 255 bytes, the longest that there is") {
  const test::TempDir dir;
  const fs::path path = dir.path() / std::string(255, 'x');
  write(path, "one\n");
  CHECK(test::read_file(path) == "one\n");
  CHECK(files_in(dir.path()) == 1);
}

TEST_CASE("a file that is replaced keeps its mode, and its owner where that can be") {
  const test::TempDir dir;
  const fs::path path = dir.write("x", "old");
  for (const mode_t mode : {0600, 0640, 0444, 0200}) {
    REQUIRE(::chmod(path.c_str(), mode) == 0);
    const bool owner_changes = ::chown(path.c_str(), 12345, 23456) == 0;
    write(path, "new");
    struct stat found {};
    REQUIRE(::stat(path.c_str(), &found) == 0);
    CHECK((found.st_mode & 07777) == mode);
    if (owner_changes) CHECK((found.st_uid == 12345 && found.st_gid == 23456));
  }
}

TEST_CASE("files of one publication appear together, in their order") {
  const test::TempDir dir;
  const fs::path data = dir.path() / "data";
  const fs::path summary = dir.path() / "summary";
  const fs::path old_index = dir.write("data.csi", "of older data");
  Publication together;
  for (const fs::path& path : {data, summary}) {
    OutputFile file(path);
    file.write(path.filename().string());
    file.commit(together);
    CHECK_FALSE(fs::exists(path));
  }
  together.remove(old_index);
  together.add_failure("cannot index 'data'");
  CHECK(fs::exists(old_index));
  CHECK_THROWS_WITH(together.publish(), "cannot index 'data'");
  CHECK(test::read_file(data) == "data");
  CHECK(test::read_file(summary) == "summary");
  CHECK(files_in(dir.path()) == 2);
}

TEST_CASE("without publish() none of a publication appears") {
  const test::TempDir dir;
  {
    Publication together;
    OutputFile file(dir.path() / "x");
    file.commit(together);
  }
  CHECK(files_in(dir.path()) == 0);
}
