#include "foreign_model.h"

#include <algorithm>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

namespace seqlens::checkpoint {
namespace {

struct Foreign {
  std::string_view start;
  std::string_view text;
};

constexpr std::string_view kGguf =
    "is GGUF (llama.cpp), which is not read here; give the folder with config.json and safetensors that it "
    "was made from";
constexpr std::string_view kPickle =
    "a pickle, which is never opened here; save the model as safetensors (model.save_pretrained(folder, "
    "safe_serialization=True))";

constexpr std::string_view kPickledFile =
    "a pickled PyTorch file, which is never opened here; save the model as safetensors "
    "(model.save_pretrained(folder, safe_serialization=True))";

// A safetensors file begins with the length of its header, which may look like some of these: they are looked
// for only when the rest is no header.
constexpr Foreign kForeign[] = {
    {"GGUF", kGguf},
    {"PK\3\4", kPickledFile},  // torch.save writes a zip archive
    {"\x80\2", kPickledFile},  // protocol 2; also how a header of 640 bytes begins
    {"version https://git-lfs",
     "a Git LFS pointer, not the weights themselves; fetch them with 'git lfs pull'"},
    {"\x89HDF", "is HDF5 (Keras), which is not read here; save the model as safetensors"},
    {"\x1f\x8b", "is compressed; decompress it first"},
    {">", "is FASTA: sequences are INPUT, --model takes a model"},
    {"@", "is FASTQ or SAM: sequences are INPUT, --model takes a model"},
    {"{", "is JSON; give the folder that it lies in, with the weights"}};

bool holds(const std::filesystem::path& folder, std::string_view name) {
  std::error_code unknown;
  return std::filesystem::exists(folder / name, unknown);
}

/// The first by name, or "".
std::string file_ending_in(const std::filesystem::path& folder, std::string_view ending) {
  std::string first;
  std::error_code unknown;
  for (const auto& entry : std::filesystem::directory_iterator(folder, unknown)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(ending) && (first.empty() || name < first)) first = name;
  }
  return first;
}

/// A length that some header has, and the start of one: damaged, then, and no other kind of file.
bool looks_like_safetensors(std::string_view start) {
  constexpr std::string_view kHighBytes("\0\0\0\0", 4);
  return start.size() > 8 && start.substr(4, 4) == kHighBytes && start[8] == '{';
}

}  // namespace

std::string adapter_text() {
  return "is a LoRA adapter, which changes another model and is none by itself; merge them "
         "(model.merge_and_unload().save_pretrained(folder) in PEFT) and give that folder";
}

std::string foreign_content(std::span<const std::byte> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()),
                              std::min<std::size_t>(bytes.size(), 32));
  if (looks_like_safetensors(text)) return {};
  for (const Foreign& foreign : kForeign)
    if (text.starts_with(foreign.start)) return std::string(foreign.text);
  return {};
}

std::string foreign_folder(const std::filesystem::path& folder) {
  if (holds(folder, "adapter_config.json") || holds(folder, "adapter_model.safetensors"))
    return adapter_text();
  if (holds(folder, "pytorch_model.bin")) return fmt::format("holds pytorch_model.bin, {}", kPickle);
  if (const std::string gguf = file_ending_in(folder, ".gguf"); !gguf.empty())
    return fmt::format("{} {}", gguf, kGguf);
  return "holds neither model.safetensors nor model.safetensors.index.json";
}

}  // namespace seqlens::checkpoint
