// VCF from hostile bytes: an Error, or records that make sense and come out with INFO added.
#include <stdexcept>

#include "seqlens/core/errors.h"
#include "seqlens/seqio/vcf.h"

#include "memory_file.h"

namespace {

using seqlens::seqio::VcfRecord;

bool is_sound(const VcfRecord& record) {
  const std::string text = with_info(record, "K", {{"K", "1"}});
  return record.position >= -1 && !record.contig.empty() && !record.reference.empty() && record.line > 0 &&
         text.ends_with('\n') && text.find("K=1") != std::string::npos;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const seqlens::fuzz::MemoryFile file(data, size);
  try {
    seqlens::seqio::VcfReader reader(file.path());
    static_cast<void>(vcf_header(reader, "K", {{"K", "1", "Integer", "a key"}}));
    for (VcfRecord record; reader.read(record);) {
      if (!is_sound(record)) throw std::logic_error("a VCF record that makes no sense was let through");
    }
  } catch (const seqlens::Error&) {
    // malformed, and said so
  }
  return 0;
}
