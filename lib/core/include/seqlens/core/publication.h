#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "seqlens/core/output_target.h"

namespace seqlens {

/// Finished outputs of one run that appear under their names together: whatever takes time or may fail for
/// want of space was done before the first of them appears. They do so in the order of add(), so the one that
/// a reader waits for comes last. Destroyed without publish(), none of them appears.
class Publication {
 public:
  /// Takes a target whose descriptor is closed, and waits until the disk has its bytes.
  /// @throws Error as OutputTarget::finish().
  void add(OutputTarget target);
  /// A regular file of before that fits the outputs no longer: goes at publish().
  void remove(std::filesystem::path path);
  /// Something beside the outputs failed, which is no reason to lose them: publish() throws it at its end.
  void add_failure(std::string text);

  /// @throws Error when a file cannot be renamed, and the first failure that was added, if any.
  void publish();

 private:
  std::vector<OutputTarget> targets_;
  std::vector<std::filesystem::path> outdated_;
  std::vector<std::string> failures_;
};

}  // namespace seqlens
