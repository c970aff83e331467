#include "seqlens/checkpoint/safetensors.h"

#include "header_text.h"

namespace seqlens::checkpoint {

void write_safetensors(OutputFile& file, std::span<const Tensor> tensors, const Metadata& metadata) {
  HeaderText header;
  for (const Tensor& tensor : tensors) header.add(tensor);
  file.write(header.finish(metadata));
  for (const Tensor& tensor : tensors)
    file.write({reinterpret_cast<const char*>(tensor.bytes.data()), tensor.bytes.size()});
}

void write_safetensors(const std::filesystem::path& path, std::span<const Tensor> tensors,
                       const Metadata& metadata) {
  OutputFile file(path);
  write_safetensors(file, tensors, metadata);
  file.commit();
}

}  // namespace seqlens::checkpoint
