#include "attention-tracks/igv_output.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

#include "attention-tracks/head_look.h"

namespace attention_tracks {

using namespace seqlens;
using tracks::IgvFormat;

namespace {

/// A whole contig would open as a stripe: the view is no longer than a window can show.
constexpr std::int64_t kLongestView = 100'000;

bool is_dense(IgvFormat format) {
  return format == IgvFormat::bedgraph || format == IgvFormat::bigwig;
}

/// The FASTA that the coordinates belong to.
std::string genome_fasta(const Options& options, const seqio::RecordReader* reader) {
  if (!reader || reader->format() == seqio::FileFormat::fasta) return options.inputs.front();
  if (reader->contigs().empty())
    throw UsageError("--igv: the reads have coordinates of their own, which are no genome's");
  if (options.input.reference.empty())
    throw UsageError(
        "--igv: which genome are the reads aligned to? Give --reference FILE or --igv-genome ID");
  return options.input.reference;
}

}  // namespace

tracks::IgvSession igv_session(const Options& options, const Request& request,
                               const seqio::RecordReader* reader) {
  tracks::IgvSession session;
  session.file = options.igv;
  session.genome_id = options.igv_genome;
  if (session.genome_id.empty()) session.genome_fasta = genome_fasta(options, reader);
  const auto add = [&](const std::string& format, IgvFormat kind, const std::string& name) {
    if (options.has_format(format)) session.tracks.push_back({options.file_of(format), kind, name, {}, 1});
  };
  const auto add_heads = [&](const std::string& format, IgvFormat kind, const std::string& ending) {
    if (!options.has_format(format)) return;
    for (const HeadLook& head : head_looks(request.plan))
      session.tracks.push_back(
          {options.file_of(head.name + "." + ending), kind, head.name + " " + ending, head.colour, 0});
  };
  add("bed", IgvFormat::bed, "heads");
  add_heads("bedgraph", IgvFormat::bedgraph, "bedGraph");
  add_heads("bigwig", IgvFormat::bigwig, "bw");
  add("bedpe", IgvFormat::bedpe, "pairs");
  return session;
}

IgvOutput::IgvOutput(tracks::IgvSession session, std::size_t heads, std::int64_t bin_bases)
    : DenseTracks(heads, bin_bases), session_(std::move(session)), file_(session_.file), highest_(heads) {}

void IgvOutput::on_chunk(const attention::TrackChunk& chunk) {
  widen_view(chunk);
  DenseTracks::on_chunk(chunk);
}

void IgvOutput::on_record_end(std::string_view chrom) {
  DenseTracks::on_record_end(chrom);
  if (view_) view_->open = false;
}

void IgvOutput::take(std::size_t track, std::string_view, std::span<const tracks::IntervalValue> values) {
  for (const auto& value : values) highest_[track] = std::max(highest_[track], value.value);
}

void IgvOutput::widen_view(const attention::TrackChunk& chunk) {
  if (view_ && !view_->open) return;
  const auto covered = attention::track_values(chunk, 0, attention::TrackNumber::value);
  if (covered.empty()) return;
  const std::int64_t end = covered.back().interval.end;
  if (!view_) {
    view_ = View{std::string(chunk.chrom), {covered.front().interval.begin, end}};
  } else if (covered.front().interval.begin == view_->bases.end) {
    view_->bases.end = end;
  } else {
    view_->open = false;
  }
  if (view_->bases.length() < kLongestView) return;
  view_->bases.end = view_->bases.begin + kLongestView;
  view_->open = false;
}

void IgvOutput::commit(Publication& together) {
  std::size_t dense = 0;
  for (tracks::IgvTrack& track : session_.tracks)
    if (is_dense(track.format)) track.highest = highest_[dense++ % highest_.size()];
  session_.locus = "All";
  // IGV counts from 1 and means both ends.
  if (view_) session_.locus = fmt::format("{}:{}-{}", view_->chrom, view_->bases.begin + 1, view_->bases.end);
  file_.write(tracks::igv_session_text(session_));
  file_.commit(together);
}

}  // namespace attention_tracks
