#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "seqlens/tracks/colours.h"

namespace seqlens::tracks {

/// The formats that IGV reads of those that we write; IGV takes the format from here, not from the file's
/// name.
enum class IgvFormat { bed, bedgraph, bigwig, bedpe };

/// A file as a track of IGV: BED as features (each in the colour of its line), bedGraph and bigWig as bars,
/// BEDPE as arcs. Not interact: IGV 2.16 loads it and then draws nothing at all.
struct IgvTrack {
  std::filesystem::path file;
  IgvFormat format = IgvFormat::bed;
  std::string name;
  std::optional<Rgb> colour;  ///< none: those of the lines, or IGV's
  float highest = 1;          ///< bars: the axis goes from 0 to here
};

/// What IGV shows.
struct IgvSession {
  std::filesystem::path file;  ///< where the text will lie: paths in it are relative to this file's folder
  std::string genome_id;       ///< one that IGV knows ("hg19"); empty: the FASTA
  std::filesystem::path genome_fasta;
  std::string locus;  ///< "chr1:101-200", 1-based, both ends included
  std::vector<IgvTrack> tracks;
};

/// An XML session, version 8, of IGV (the desktop program; https://igv.org/doc/desktop/), tracks from top to
/// bottom. Reads no file; resolves symbolic links in the folders' names.
[[nodiscard]] std::string igv_session_text(const IgvSession& session);

}  // namespace seqlens::tracks
