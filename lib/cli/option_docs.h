#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace seqlens::cli {

/// One option as help, man page and completion show it.
struct OptionDoc {
  std::vector<std::string> short_names;  ///< without the dash
  std::vector<std::string> long_names;   ///< without the dashes
  std::string positional;                ///< name of a positional argument; then there are no others
  std::string value;                     ///< what it takes, "INT" or "{bed,tsv}"; empty for a flag
  std::vector<std::string> choices;      ///< the possible values, when listed
  std::string description;
  std::string default_value;
  std::string environment;  ///< variable that gives the default
  std::string group;

  /// "-t, --threads INT"
  [[nodiscard]] std::string usage() const;
};

/// The visible options in order of definition.
std::vector<OptionDoc> describe_options(const CLI::App& app);

/// Description with default and environment variable: "number of threads (default 4; variable
/// SEQLENS_THREADS)".
std::string full_description(const OptionDoc& option);

/// The groups in order of their first option, positionals apart.
std::vector<std::string> option_groups(const std::vector<OptionDoc>& options);

}  // namespace seqlens::cli
