#include "motif-discover/run.h"

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

}  // namespace

int run(const Options& options, cli::Streams& streams) {
  OutputFolder folder(options.output);
  const auto database =
      options.database.empty() ? std::vector<motif::Matrix>{} : read_motif_file(options.database);
  std::string log = fmt::format("motif-discover {}, evidence {}, seed {}\n", version(), options.evidence,
                                options.common.seed);
  streams.progress.start("finding motifs", 0, "rounds");
  const Discovery discovery = discover(options, [&](std::string_view line) {
    log += std::string(line) + '\n';
    streams.log.detail(line);
    streams.progress.advance(1);
  });
  streams.progress.finish();
  const auto facts = facts_of(discovery, database, options);
  const auto called = called_matrices(discovery, options);
  log += fmt::format("{} motifs tested, {} with q < {:g}\n", discovery.motifs.size(), called.size(),
                     options.max_q);
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
  streams.log.info(fmt::format("{} motifs tested, {} with q < {:g}; see {}/motifs.tsv",
                               discovery.motifs.size(), called.size(), options.max_q, options.output));
  return 0;
}

}  // namespace motif_discover
