#include "motif-discover/compare_run.h"

#include <algorithm>

#include <fmt/format.h>

#include "seqlens/motif/comparison.h"
#include "seqlens/parallel/parallel_for.h"
#include "seqlens/seqio/data_output.h"

#include "motif-discover/aligned_text.h"
#include "motif-discover/motif_file.h"

namespace motif_discover {
namespace {

using namespace seqlens;

std::string dotted(const std::string& text) {
  return text.empty() ? "." : text;
}

std::string lines_of(const motif::Matrix& query, const std::vector<motif::Matrix>& targets,
                     std::span<const motif::Match> matches) {
  std::string lines;
  for (std::size_t i = 0; i < matches.size(); ++i) {
    const motif::Match& match = matches[i];
    const motif::Matrix& target = targets[match.target];
    const AlignedText aligned = aligned_text(query, target, match);
    lines += fmt::format("{}\t{}\t{}\t{}\t{}\t{:.4g}\t{:.4g}\t{:.4g}\t{}\t{}\t{}\t{:.4f}\t{}\t{}\n", query.id,
                         target.id, dotted(query.name), dotted(target.name), i + 1, match.p, match.e, match.q,
                         match.offset, match.overlap, to_char(match.strand), match.score, aligned.query,
                         aligned.target);
  }
  return lines;
}

}  // namespace

int run_compare(const CompareOptions& options, cli::Streams& streams) {
  const auto queries = read_motif_file(options.queries);
  const auto targets = read_motif_file(options.database);
  const motif::Comparer comparer(
      targets, options.distance == "pearson" ? motif::ColumnScore::pearson : motif::ColumnScore::euclidean);
  std::vector<std::string> lines(queries.size());
  streams.progress.start("comparing", queries.size(), "motifs");
  parallel::parallel_for(queries.size(), [&](std::size_t i) {
    const auto matches = comparer.compare(queries[i]);
    const auto shown = std::min(matches.size(), static_cast<std::size_t>(options.top));
    lines[i] = lines_of(queries[i], targets, std::span(matches).first(shown));
    streams.progress.advance(1);
  });
  streams.progress.finish();
  seqio::DataOutput output(options.output, streams.out);
  output.write(
      "query\ttarget\tquery_name\ttarget_name\trank\tp\tE\tq\toffset\toverlap\tstrand\tscore\tquery_aligned\t"
      "target_aligned\n");
  for (const std::string& text : lines) output.write(text);
  output.commit();
  return 0;
}

}  // namespace motif_discover
