// FASTA, FASTQ, SAM, BAM and CRAM from hostile bytes: an Error or records, and the same in pieces as whole.
#include <stdexcept>
#include <string>
#include <vector>

#include "seqlens/core/errors.h"
#include "seqlens/seqio/cigar_map.h"
#include "seqlens/seqio/record_reader.h"

#include "memory_file.h"

namespace {

using namespace seqlens;
using namespace seqlens::seqio;

// Names and bases of all records before the end or the first error, then the error.
std::string read_whole(const std::string& path) {
  std::string seen;
  try {
    RecordReader reader(path);
    for (Record record; reader.read(record);) {
      seen += record.name + '\n' + record.bases + '\n';
      if (!record.alignment) continue;
      const CigarMap map(*record.alignment, static_cast<std::int64_t>(record.bases.size()));
      static_cast<void>(map.reference_interval({0, static_cast<std::int64_t>(record.bases.size())}));
    }
  } catch (const Error& error) {
    seen += error.what();
  }
  return seen;
}

std::string read_in_pieces(const std::string& path, std::size_t piece) {
  std::string seen;
  std::string record;
  try {
    RecordReader reader(path);
    std::vector<char> buffer(piece);
    for (RecordHeader header; reader.begin_record(header); seen += record + '\n') {
      record = header.name + '\n';
      while (const std::size_t count = reader.read_bases(buffer)) record.append(buffer.data(), count);
    }
  } catch (const Error& error) {
    seen += error.what();  // the record that failed is not there when reading whole ones
  }
  return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::MemoryFile file(data, size);
  const std::size_t piece = size == 0 ? 1 : 1 + data[size - 1] % 16U;
  if (read_whole(file.path()) != read_in_pieces(file.path(), piece)) {
    throw std::logic_error("records in pieces differ from whole records");
  }
  return 0;
}
