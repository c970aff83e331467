#pragma once

#include <string>

namespace protein_contacts {

enum class Kind { tsv, rr, npy, svg };

/// What a file's name ends in, '.gz' aside; a table for anything else.
[[nodiscard]] Kind kind_of_name(const std::string& path);

/// Whether -o means a folder: it is one, or ends in '/'.
[[nodiscard]] bool names_folder(const std::string& path);

/// A record's name as part of a file name: what is no letter, digit, '.', '_' or '-' becomes '_', and a name
/// that begins with '.' begins with '_'.
[[nodiscard]] std::string file_stem(const std::string& record);

}  // namespace protein_contacts
