#include "motif-discover/run.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/output_file.h"
#include "seqlens/core/version.h"
#include "seqlens/motif/write_matrices.h"

#include "motif-discover/discovery.h"
#include "motif-discover/html_report.h"
#include "motif-discover/motif_file.h"
#include "motif-discover/motif_report.h"
#include "motif-discover/pair_report.h"

namespace motif_discover {
namespace {

using namespace seqlens;

/// The files of the folder, which appear together when all are written.
class OutputFolder {
 public:
  /// Creates nothing yet: a run that fails leaves no folder. @throws Error when a file is in the way.
  explicit OutputFolder(const std::string& folder) : folder_(folder) {
    if (std::filesystem::exists(folder_) && !std::filesystem::is_directory(folder_))
      throw Error(fmt::format("-o '{}' is a file; give a folder", folder));
  }

  void write(std::string_view name, std::string_view text) {
    std::filesystem::create_directories(folder_);
    files_.push_back(std::make_unique<OutputFile>(folder_ / name));
    files_.back()->write(text);
  }
  void commit() {
    for (const auto& file : files_) file->commit();
  }

 private:
  std::filesystem::path folder_;
  std::vector<std::unique_ptr<OutputFile>> files_;
};

std::vector<motif::Matrix> called_matrices(const Discovery& discovery, const Options& options) {
  std::vector<motif::Matrix> matrices;
  for (const motif::FoundMotif& motif : discovery.motifs)
    if (is_called(motif, options)) matrices.push_back(motif.matrix);
  return matrices;
}

/// Which motifs evidence adds to plain enrichment and which it misses, in words; empty without evidence.
std::string comparison_text(const Discovery& discovery, const std::vector<MotifFacts>& facts,
                            const Options& options) {
  if (options.evidence == "none") return "";
  std::string added, missed;
  std::size_t both = 0;
  const auto add = [](std::string& list, const motif::Matrix& matrix) {
    list += (list.empty() ? "" : ", ") + motif::consensus(matrix);
  };
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (!is_called(discovery.motifs[i], options)) continue;
    if (facts[i].q_without && *facts[i].q_without < options.max_q) {
      ++both;
    } else {
      add(added, discovery.motifs[i].matrix);
    }
  }
  for (const motif::FoundMotif& other : discovery.without_evidence) {
    const auto same = [&](const motif::FoundMotif& motif) {
      return is_called(motif, options) && motif::are_duplicates(motif.matrix, other.matrix);
    };
    if (is_called(other, options) && std::none_of(discovery.motifs.begin(), discovery.motifs.end(), same))
      add(missed, other.matrix);
  }
  return fmt::format("with and without evidence: {}; with {} alone: {}; without alone: {}", both,
                     options.evidence, added.empty() ? "nothing" : added,
                     missed.empty() ? "nothing" : missed);
}

}  // namespace

int run(const Options& options, cli::Streams& streams) {
  OutputFolder folder(options.output);
  const auto database =
      options.database.empty() ? std::vector<motif::Matrix>{} : read_motif_file(options.database);
  std::string log = fmt::format("motif-discover {}, evidence {}, seed {}\n", version(), options.evidence,
                                options.common.seed);
  const Discovery discovery = discover(options, streams, [&](std::string_view line) {
    log += std::string(line) + '\n';
    streams.log.detail(line);
  });
  const auto facts = facts_of(discovery, database, options);
  const auto called = called_matrices(discovery, options);
  log += fmt::format("{} motifs tested, {} with q < {:g}\n", discovery.motifs.size(), called.size(),
                     options.max_q);
  const std::string comparison = comparison_text(discovery, facts, options);
  if (!comparison.empty()) log += comparison + '\n';
  folder.write("motifs.meme", motif::to_meme(called, discovery.background));
  folder.write("motifs.tsv", motif_table(discovery, facts, options));
  folder.write("sites.bed", site_lines(discovery, options));
  const auto pairs = pairs_of(discovery, facts, options);
  folder.write("pairs.tsv", pair_table(discovery, pairs, options));
  folder.write("pairs.bedpe", pair_lines(discovery, facts, pairs, options));
  folder.write("report.html", html_report(discovery, facts, pairs, database, options));
  folder.write("log", log);
  folder.commit();
  streams.log.info(discovery.split);
  if (!comparison.empty()) streams.log.info(comparison);
  streams.log.info(fmt::format("{} motifs tested, {} with q < {:g}; see {}/motifs.tsv",
                               discovery.motifs.size(), called.size(), options.max_q, options.output));
  return 0;
}

}  // namespace motif_discover
