#include "seqlens/input/reader_source.h"

#include "comment_name.h"

namespace seqlens::input {

bool ReaderSource::begin_record(SourceRecord& record) {
  if (!reader_.begin_record(record)) return false;
  const bool is_placed = record.alignment && record.alignment->is_mapped();
  const std::string& name = is_placed ? record.alignment->contig : record.name;
  if (name.starts_with('#')) refuse_comment_name(name, reader_.place());
  return true;
}

}  // namespace seqlens::input
