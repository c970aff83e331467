// The index of a stranger's shards beside one well-formed shard: an InputError, or tensors that are all in
// the folder's own files.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

#include "seqlens/checkpoint/checkpoint_files.h"
#include "seqlens/core/errors.h"

#include "support/temp_dir.h"

namespace {

using namespace seqlens;

/// A folder with the shard "a.safetensors", which holds the tensor "t", and a file outside of it to be
/// tempted by.
class ShardFolder {
 public:
  ShardFolder() {
    const std::string header = R"({"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})";
    const std::uint64_t length = header.size();
    const std::string shard =
        std::string(reinterpret_cast<const char*>(&length), sizeof(length)) + header + std::string(4, '\0');
    outer_.write("outside.safetensors", shard);
    std::filesystem::create_directory(folder());
    write("a.safetensors", shard);
  }

  [[nodiscard]] std::filesystem::path folder() const { return outer_.path() / "model"; }
  void write(const char* name, std::string_view bytes) const {
    std::ofstream(folder() / name, std::ios::binary | std::ios::trunc) << bytes;
  }

 private:
  test::TempDir outer_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const ShardFolder shards;
  shards.write("model.safetensors.index.json", {reinterpret_cast<const char*>(data), size});
  try {
    const checkpoint::CheckpointFiles files(shards.folder());
    if (files.files().size() != 1 || files.files()[0] != shards.folder() / "a.safetensors" ||
        !files.find("t"))
      throw std::logic_error("an index that does not fit its shards was let through");
  } catch (const Error&) {
    // malformed, or names what is not there, and said so
  }
  return 0;
}
