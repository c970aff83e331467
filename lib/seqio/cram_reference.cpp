#include "cram_reference.h"

#include <cerrno>
#include <filesystem>
#include <stdlib.h>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/temporary_folder.h"

#include "indexed_fasta.h"
#include "input_file.h"

namespace seqlens::seqio {
namespace {

std::string make_temporary_folder() {
  std::string pattern = (temporary_folder() / "seqlens-reference-XXXXXX").string();
  if (!::mkdtemp(pattern.data())) throw Error(errno_text("cannot make the folder", pattern, errno));
  return pattern;
}

}  // namespace

CramReference::CramReference(std::string path, bool allow_remote)
    : path_(std::move(path)), allow_remote_(allow_remote) {}

CramReference::~CramReference() {
  std::error_code ignored;  // a destructor has nobody to tell
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

void CramReference::attach(htsFile& file) {
  if (path_.empty()) return;
  if (hts_set_fai_filename(&file, readable_path().c_str()) != 0) {
    throw InputError(path_, "cannot be used as the reference of a CRAM");
  }
}

std::string CramReference::readable_path() {
  const IndexedFasta fasta(path_, allow_remote_);
  contigs_ = fasta.contigs();
  if (fasta.index_is_beside()) return path_;
  folder_ = make_temporary_folder();
  const std::string link = folder_ + "/reference.fa";
  std::filesystem::create_symlink(std::filesystem::absolute(path_), link);
  fasta.write_index(link);
  return link;
}

std::string CramReference::failure_hint() const {
  if (path_.empty())
    return "damaged or cut short, or the FASTA it was compressed against is needed (--reference)";
  return fmt::format("damaged or cut short, or not compressed against '{}'", path_);
}

}  // namespace seqlens::seqio
