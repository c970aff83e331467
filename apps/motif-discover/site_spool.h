#pragma once

#include <cstdint>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace motif_discover {

/// A site as it waits for its q, which needs all sites.
struct SpooledSite {
  std::uint32_t motif = 0;
  std::int32_t steps = 0;
  std::string before;  ///< text of the line before q
  std::string behind;  ///< and behind it
};

/// Sites in the order in which they came, in memory up to a limit, then in a temporary file without a name;
/// and how many there are of each score.
class SiteSpool {
 public:
  explicit SiteSpool(std::size_t motifs, std::size_t most_bytes = std::size_t{64} << 20)
      : most_bytes_(most_bytes), counts_(motifs) {}

  void add(const SpooledSite& site);
  /// Sites of a motif: by steps, most first.
  [[nodiscard]] const std::map<std::int32_t, std::int64_t, std::greater<>>& counts(std::size_t motif) const {
    return counts_[motif];
  }
  /// Calls write for each site, in order; once. @throws Error when the temporary file cannot be read.
  void read_all(const std::function<void(const SpooledSite&)>& write);

 private:
  struct Close {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
  };

  void spill();

  std::size_t most_bytes_;
  std::string bytes_;
  std::unique_ptr<std::FILE, Close> file_;
  std::vector<std::map<std::int32_t, std::int64_t, std::greater<>>> counts_;
};

}  // namespace motif_discover
