#include <catch2/catch.hpp>

#include "seqlens/checkpoint/safetensors_stream.h"
#include "seqlens/core/errors.h"

#include "support/fifo.h"
#include "support/temp_dir.h"

using namespace seqlens;
using namespace seqlens::checkpoint;

namespace {

std::size_t files_in(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

}  // namespace

TEST_CASE("a stream of tensors gives the bytes of writing them at once") {
  const test::TempDir folder;
  const std::vector<float> large((std::size_t{1} << 18) + 3, 0.5F);  // more than one copy of the buffer
  const std::vector<float> small{1, 2, 3};
  const std::vector<Tensor> tensors{float_tensor("r \"1\".x", {large.size()}, large),
                                    float_tensor("r2.x", {3, 1}, small), float_tensor("none", {0, 4}, {})};
  const Metadata metadata{{"b", "1"}, {"a", "2"}};
  write_safetensors(folder.path() / "whole", tensors, metadata);
  SafetensorsStream stream(folder.path() / "stream");
  for (const Tensor& tensor : tensors) stream.add(tensor);
  stream.commit(metadata);
  CHECK(test::read_file(folder.path() / "stream") == test::read_file(folder.path() / "whole"));
  CHECK(files_in(folder.path()) == 2);
}

TEST_CASE("a stream without tensors is a file without tensors") {
  const test::TempDir folder;
  SafetensorsStream(folder.path() / "none").commit({});
  CHECK(SafetensorsFile(folder.path() / "none").view().tensors().empty());
}

TEST_CASE("a stream that is not committed leaves nothing") {
  const test::TempDir folder;
  const std::vector<float> values{1, 2, 3};
  {
    SafetensorsStream stream(folder.path() / "x");
    stream.add(float_tensor("a", {3}, values));
    CHECK_THROWS_WITH(stream.add(float_tensor("a", {3}, values)), "tensor 'a' was given twice");
    CHECK_THROWS_WITH(stream.add(float_tensor("b", {4}, values)),
                      "tensor 'b' has 12 bytes, F32 (4) needs 16");
  }
  CHECK(files_in(folder.path()) == 0);
}

TEST_CASE("a stream of tensors goes through a pipe") {
  const test::TempDir folder;
  const test::Fifo fifo(folder.path() / "pipe");
  const std::vector<float> values{1, 2, 3};
  const std::vector<Tensor> tensors{float_tensor("a", {3}, values)};
  write_safetensors(folder.path() / "whole", tensors, {});
  SafetensorsStream stream(folder.path() / "pipe");
  stream.add(tensors.front());
  stream.commit({});
  CHECK(fifo.read() == test::read_file(folder.path() / "whole"));
  CHECK(files_in(folder.path()) == 2);
}

TEST_CASE("a folder that is not there is named") {
  CHECK_THROWS_AS(SafetensorsStream("/nonexistent-folder/x"), Error);
}
