#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include "seqlens/protein/contact_truth.h"

#include "protein-contacts/contact_map.h"
#include "protein-contacts/output_names.h"

namespace protein_contacts {

using Truth = std::optional<seqlens::protein::ContactTruth>;

/// The header of the table, with the column `record` first or without.
[[nodiscard]] std::string table_header(bool with_record);

/// A line for each pair of columns, ordered by the lower column, then the higher one.
/// @param record  stands first in each line; none when null
[[nodiscard]] std::string table_rows(const ContactMap& map, const std::string* record = nullptr);

/// CASP's residue-residue format: pairs of residues six and more apart, the most probable first.
[[nodiscard]] std::string casp_text(const ContactMap& map, const std::string& method);

/// The map as a picture; known contacts, where there are some, in the lower triangle.
[[nodiscard]] std::string picture(const ContactMap& map, const Truth& truth);

/// One file of that kind.
void write_map(const ContactMap& map, const Truth& truth, const std::string& method, Kind kind,
               const std::string& path, std::ostream& standard_output);

/// All four kinds: FOLDER/STEM.tsv, .rr, .npy, .svg.
void write_folder(const ContactMap& map, const Truth& truth, const std::string& method,
                  const std::string& folder, const std::string& stem, std::ostream& standard_output);

}  // namespace protein_contacts
