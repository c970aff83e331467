#include "seqlens/tracks/igv_session.h"

#include <iterator>
#include <string_view>

#include <fmt/format.h>

#include "seqlens/core/xml_text.h"

namespace seqlens::tracks {
namespace {

using std::filesystem::path;

/// IGV's names, which it compares in lower case.
std::string_view type_of(IgvFormat format) {
  switch (format) {
    case IgvFormat::bed:
      return "bed";
    case IgvFormat::bedgraph:
      return "bedgraph";
    case IgvFormat::bigwig:
      return "bigwig";
    case IgvFormat::bedpe:
      return "bedpe";
  }
  return "";
}

/// The folder without links and dots; the name as it is, since an index lies beside the link.
path settled(const path& file) {
  const path whole = std::filesystem::absolute(file);
  return std::filesystem::weakly_canonical(whole.parent_path()) / whole.filename();
}

/// IGV resolves a relative path from the folder of the session.
std::string path_from(const path& session, const path& file) {
  return xml_escaped(settled(file).lexically_proximate(settled(session).parent_path()).generic_string());
}

std::string genome_of(const IgvSession& session) {
  if (!session.genome_id.empty()) return xml_escaped(session.genome_id);
  return path_from(session.file, session.genome_fasta);
}

/// How a track of this kind looks, but for its colour.
std::string_view look_of(IgvFormat format) {
  switch (format) {
    case IgvFormat::bed:
      return R"(clazz="org.broad.igv.track.FeatureTrack" displayMode="EXPANDED")";
    case IgvFormat::bedgraph:
    case IgvFormat::bigwig:
      return R"(clazz="org.broad.igv.track.DataSourceTrack" autoScale="false" height="40" renderer="BAR_CHART"
           windowFunction="mean")";
    case IgvFormat::bedpe:
      return R"(clazz="org.broad.igv.bedpe.InteractionTrack" autoscale="true" direction="UP"
           graphType="NESTED_ARC" height="120" showBlocks="false" thickness="1")";
  }
  return "";
}

std::string range_of(const IgvTrack& track) {
  if (track.format != IgvFormat::bedgraph && track.format != IgvFormat::bigwig) return "";
  return fmt::format(
      "      <DataRange baseline=\"0.0\" drawBaseline=\"true\" flipAxis=\"false\" maximum=\"{}\"\n"
      "                 minimum=\"0.0\" type=\"LINEAR\"/>\n",
      track.highest > 0 ? track.highest : 1.0F);
}

std::string colour_of(const IgvTrack& track) {
  if (!track.colour) return "";
  return fmt::format("color=\"{},{},{}\" ", track.colour->red, track.colour->green, track.colour->blue);
}

}  // namespace

std::string igv_session_text(const IgvSession& session) {
  std::string text = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n"
      "<Session genome=\"{}\" locus=\"{}\" version=\"8\">\n"
      "  <Resources>\n",
      genome_of(session), xml_escaped(session.locus));
  const auto out = std::back_inserter(text);
  for (const IgvTrack& track : session.tracks)
    fmt::format_to(out, "    <Resource path=\"{}\" type=\"{}\"/>\n", path_from(session.file, track.file),
                   type_of(track.format));
  text += "  </Resources>\n  <Panel name=\"DataPanel\">\n";
  for (const IgvTrack& track : session.tracks) {
    const std::string range = range_of(track);
    fmt::format_to(out, "    <Track id=\"{}\" name=\"{}\"\n           {}\n           {}visible=\"true\"{}\n",
                   path_from(session.file, track.file), xml_escaped(track.name), look_of(track.format),
                   colour_of(track), range.empty() ? "/>" : ">");
    if (!range.empty()) text += range + "    </Track>\n";
  }
  return text + "  </Panel>\n</Session>\n";
}

}  // namespace seqlens::tracks
