#include <filesystem>
#include <string>

#include <catch2/catch.hpp>

#include "seqlens/tracks/igv_session.h"

#include "support/shell.h"
#include "support/temp_dir.h"

using namespace seqlens;
using namespace seqlens::tracks;

namespace {

// Says whether xmllint takes the text for XML, and what it finds at the places.
std::string found_by_xmllint(const test::TempDir& dir, const std::string& text, const std::string& place) {
  dir.write("session.xml", text);
  const auto script = dir.write("script", "xmllint --xpath 'string(" + place + ")' session.xml\n");
  const auto outcome = test::run_script(script, dir.path(), {});
  return outcome.status == 0 ? outcome.out : "failed: " + outcome.err;
}

IgvSession session_in(const std::filesystem::path& folder) {
  IgvSession session;
  session.file = folder / "session.xml";
  session.genome_fasta = folder / "genome.fa";
  session.locus = "chr1:101-200";
  return session;
}

}  // namespace

TEST_CASE("a session of IGV with a track of each kind") {
  IgvSession session = session_in("a");
  session.tracks = {{"a/heads.bed", IgvFormat::bed, "heads", {}, 1},
                    {"a/heads.L0H1.bw", IgvFormat::bigwig, "L0H1", head_colour(1), 0.25F},
                    {"a/heads.bedpe", IgvFormat::bedpe, "pairs", {}, 1}};
  CHECK(igv_session_text(session) == R"(<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<Session genome="genome.fa" locus="chr1:101-200" version="8">
  <Resources>
    <Resource path="heads.bed" type="bed"/>
    <Resource path="heads.L0H1.bw" type="bigwig"/>
    <Resource path="heads.bedpe" type="bedpe"/>
  </Resources>
  <Panel name="DataPanel">
    <Track id="heads.bed" name="heads"
           clazz="org.broad.igv.track.FeatureTrack" displayMode="EXPANDED"
           visible="true"/>
    <Track id="heads.L0H1.bw" name="L0H1"
           clazz="org.broad.igv.track.DataSourceTrack" autoScale="false" height="40" renderer="BAR_CHART"
           windowFunction="mean"
           color="213,94,0" visible="true">
      <DataRange baseline="0.0" drawBaseline="true" flipAxis="false" maximum="0.25"
                 minimum="0.0" type="LINEAR"/>
    </Track>
    <Track id="heads.bedpe" name="pairs"
           clazz="org.broad.igv.bedpe.InteractionTrack" autoscale="true" direction="UP"
           graphType="NESTED_ARC" height="120" showBlocks="false" thickness="1"
           visible="true"/>
  </Panel>
</Session>
)");
}

TEST_CASE("paths in a session are relative to its folder") {
  const test::TempDir dir;
  IgvSession session = session_in(dir.path() / "view" / ".");
  session.genome_fasta = dir.path() / "genomes" / "x.fa";
  session.tracks = {{dir.path() / "tracks" / ".." / "tracks" / "x.bw", IgvFormat::bigwig, "x", {}, 1}};
  const std::string text = igv_session_text(session);
  CHECK(text.find("genome=\"../genomes/x.fa\"") != std::string::npos);
  CHECK(text.find("<Resource path=\"../tracks/x.bw\"") != std::string::npos);
  CHECK(text.find("<Track id=\"../tracks/x.bw\"") != std::string::npos);
}

TEST_CASE("a linked folder is resolved and a linked file is not") {
  const test::TempDir dir;
  std::filesystem::create_directory(dir.path() / "real");
  std::filesystem::create_directory_symlink(dir.path() / "real", dir.path() / "link");
  std::filesystem::create_symlink("/absent/store.fa", dir.path() / "real" / "x.fa");
  IgvSession session = session_in(dir.path() / "real");
  session.genome_fasta = dir.path() / "link" / "x.fa";
  CHECK(igv_session_text(session).find("genome=\"x.fa\"") != std::string::npos);
}

TEST_CASE("a session names IGV's genome when it is told so") {
  IgvSession session = session_in(".");
  session.genome_id = "hg19";
  CHECK(igv_session_text(session).find("<Session genome=\"hg19\" ") != std::string::npos);
}

TEST_CASE("a range of nothing is one that can be drawn") {
  IgvSession session = session_in(".");
  session.tracks = {{"x.bw", IgvFormat::bigwig, "x", {}, 0}};
  CHECK(igv_session_text(session).find("maximum=\"1\"") != std::string::npos);
}

TEST_CASE("names that XML would trip over come out whole") {
  const test::TempDir dir;
  IgvSession session = session_in(dir.path());
  session.locus = "HLA-A*01:01\"<&:1-5";
  session.tracks = {{dir.path() / "a & b\t\"<c>'.bed", IgvFormat::bed, "z > 3 & \"x\"", {}, 1}};
  const std::string text = igv_session_text(session);
  CHECK(found_by_xmllint(dir, text, "//Resource/@path") == "a & b\t\"<c>'.bed\n");
  CHECK(found_by_xmllint(dir, text, "//Track/@id") == "a & b\t\"<c>'.bed\n");
  CHECK(found_by_xmllint(dir, text, "//Track/@name") == "z > 3 & \"x\"\n");
  CHECK(found_by_xmllint(dir, text, "/Session/@locus") == "HLA-A*01:01\"<&:1-5\n");
}

TEST_CASE("xmllint sees what is no XML") {
  const test::TempDir dir;
  CHECK(found_by_xmllint(dir, "<Session genome=\"a & b\"/>\n", "/Session/@genome").starts_with("failed: "));
}
