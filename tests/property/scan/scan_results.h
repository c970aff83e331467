#pragma once

#include <string>
#include <utility>
#include <vector>

#include "seqlens/scan/scan_records.h"

namespace seqlens::test {

/// All that a scan reported, with the name of the record, in the order it came.
struct NamedResults {
  std::vector<std::pair<std::string, scan::Call>> calls;
  std::vector<std::pair<std::string, scan::WindowScore>> windows;
  bool operator==(const NamedResults&) const = default;
};

class NamedResultSink final : public scan::ScanSink {
 public:
  NamedResults results;

  void on_windows(const input::SourceRecord& record, std::span<const scan::WindowScore> windows) override {
    for (const auto& window : windows) results.windows.emplace_back(record.name, window);
  }
  void on_calls(const input::SourceRecord& record, std::span<const scan::Call> calls) override {
    for (const auto& call : calls) results.calls.emplace_back(record.name, call);
  }
};

}  // namespace seqlens::test
