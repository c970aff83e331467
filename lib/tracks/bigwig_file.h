#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "seqlens/seqio/contig_table.h"

namespace seqlens::tracks {

/// A bigWig file being written: what libBigWig does, without any check of the ranges. Every function says
/// whether it went well; errno may tell why not.
class BigWigFile {
 public:
  BigWigFile();
  ~BigWigFile();
  BigWigFile(const BigWigFile&) = delete;
  BigWigFile& operator=(const BigWigFile&) = delete;

  [[nodiscard]] bool open(const std::filesystem::path& path, const std::vector<seqio::Contig>& contigs);
  /// Ranges that follow all earlier ones. As many ends and values as begins.
  [[nodiscard]] bool append(const std::string& contig, std::span<const std::uint32_t> begins,
                            std::span<const std::uint32_t> ends, std::span<const float> values);
  /// Writes index and zoom levels.
  [[nodiscard]] bool close();

 private:
  struct Handle;
  std::unique_ptr<Handle> handle_;
};

}  // namespace seqlens::tracks
