#include "protein-contacts/output_names.h"

#include <filesystem>

#include "seqlens/seqio/bgzip_name.h"

namespace protein_contacts {

Kind kind_of_name(const std::string& path) {
  const std::string_view name = seqlens::seqio::is_bgzip_name(path)
                                    ? std::string_view(path).substr(0, path.rfind('.'))
                                    : std::string_view(path);
  if (name.ends_with(".rr")) return Kind::rr;
  if (name.ends_with(".npy")) return Kind::npy;
  return name.ends_with(".svg") ? Kind::svg : Kind::tsv;
}

bool names_folder(const std::string& path) {
  std::error_code none;
  return path.ends_with('/') || std::filesystem::is_directory(path, none);
}

std::string file_stem(const std::string& record) {
  std::string stem = record.empty() ? "record" : record;
  for (char& letter : stem) {
    const bool kept = (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') ||
                      (letter >= 'a' && letter <= 'z') || letter == '.' || letter == '_' || letter == '-';
    if (!kept) letter = '_';
  }
  if (stem.front() == '.') stem.front() = '_';
  return stem;
}

}  // namespace protein_contacts
