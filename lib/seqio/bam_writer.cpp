#include "seqlens/seqio/bam_writer.h"

#include <cassert>
#include <cerrno>
#include <filesystem>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

#include "cram_reference.h"
#include "input_file.h"
#include "open_output.h"
#include "raw_alignment.h"

namespace seqlens::seqio {
namespace {

const char* mode_for(const std::string& path) {
  if (path.ends_with(".sam")) return "w";
  if (path.ends_with(".cram")) return "wc";
  return "wb";
}

SamHeader with_program(const sam_hdr_t& header, const ProgramLine& program) {
  SamHeader copy(sam_hdr_dup(&header));
  if (!copy) throw std::bad_alloc();
  // A tab would end the field, a line end the header line.
  std::string command = program.command_line;
  for (char& byte : command) {
    if (byte == '\t' || byte == '\n' || byte == '\r') byte = ' ';
  }
  if (sam_hdr_add_pg(copy.get(), program.name.c_str(), "VN", program.version.c_str(), "CL", command.c_str(),
                     nullptr) != 0) {
    throw Error(fmt::format("cannot add the @PG line '{}' to the header", program.name));
  }
  return copy;
}

int update(bam1_t& record, const char* name, std::int64_t value) {
  return bam_aux_update_int(&record, name, value);
}
int update(bam1_t& record, const char* name, float value) {
  return bam_aux_update_float(&record, name, value);
}
int update(bam1_t& record, const char* name, const std::string& value) {
  return bam_aux_update_str(&record, name, static_cast<int>(value.size()) + 1, value.c_str());
}

void remove_tag(bam1_t& record, const std::string& name) {
  assert(name.size() == 2);
  if (std::uint8_t* old = bam_aux_get(&record, name.c_str())) bam_aux_del(&record, old);
}

// A tag of the same name but another type stops bam_aux_update_*, so it goes first.
void set_tag(bam1_t& record, const Tag& tag) {
  remove_tag(record, tag.name);
  const int failed =
      std::visit([&](const auto& value) { return update(record, tag.name.c_str(), value); }, tag.value);
  if (failed) throw Error(fmt::format("cannot add tag {} to read '{}'", tag.name, bam_get_qname(&record)));
}

// htslib writes the path that it was given as UR, which may be a link that goes with this run: it is made to
// forget it, and the contigs get the user's path. Those that the reference lacks get none: htslib would go
// after it.
void name_reference(htsFile& out, sam_hdr_t& header, const std::string& reference,
                    const ContigTable& contigs) {
  if (hts_set_fai_filename(&out, nullptr) != 0) throw Error("cannot set up the reference of CRAM output");
  const std::string path = std::filesystem::absolute(reference).string();
  for (int i = 0; i < sam_hdr_nref(&header); ++i) {
    const char* name = sam_hdr_tid2name(&header, i);
    if (!contigs.find(name)) continue;
    if (sam_hdr_update_line(&header, "SQ", "SN", name, "UR", path.c_str(), nullptr) != 0)
      throw std::bad_alloc();
  }
}

// Without a reference the bases themselves are stored: htslib 1.16 would look for one by the header's M5 and
// UR, also on the network, and crashes when it finds none.
void prepare_cram(htsFile& out, CramReference& reference) {
  reference.attach(out);
  if (reference.contigs().empty() && hts_set_opt(&out, CRAM_OPT_NO_REF, 1) != 0)
    throw Error("cannot set up CRAM output without a reference");
}

// What htslib does about a contig that the reference lacks is the same.
void check_contig(const bam1_t& record, sam_hdr_t& header, const ContigTable& reference) {
  if (record.core.tid < 0 || reference.empty()) return;
  const std::string_view contig = sam_hdr_tid2name(&header, record.core.tid);
  if (reference.find(contig)) return;
  throw InputError(fmt::format("read '{}'", bam_get_qname(&record)), reference.unknown_text(contig));
}

}  // namespace

struct BamWriter::State {
  State(const std::string& path, const BamWriterOptions& options)
      : target(path),
        reference(options.reference, /*allow_remote=*/false),
        own_tags(options.own_tags),
        scratch(bam_init1()) {
    if (!scratch) throw std::bad_alloc();
  }

  OutputTarget target;
  CramReference reference;  // must outlive out
  std::vector<std::string> own_tags;
  HtsFile out;
  SamHeader header;
  BamRecord scratch;
};

BamWriter::BamWriter(const std::string& path, const std::shared_ptr<const AlignmentHeader>& header,
                     const ProgramLine& program, const BamWriterOptions& options) {
  assert(header);
  prepare_htslib();
  state_ = std::make_unique<State>(path, options);
  State& state = *state_;
  HFile stream = open_output(state.target);
  state.out.reset(hts_hopen(stream.get(), path.c_str(), mode_for(path)));
  if (!state.out) state.target.fail("cannot write", ENOMEM);
  static_cast<void>(stream.release());  // owned by out now
  if (state.out->format.format == cram) prepare_cram(*state.out, state.reference);
  state.header = with_program(*header->header, program);
  if (!state.reference.contigs().empty())
    name_reference(*state.out, *state.header, options.reference, state.reference.contigs());
  errno = 0;
  if (sam_hdr_write(state.out.get(), state.header.get()) != 0)
    state.target.fail("cannot write the header of", errno);
}

BamWriter::~BamWriter() = default;
BamWriter::BamWriter(BamWriter&&) noexcept = default;
BamWriter& BamWriter::operator=(BamWriter&&) noexcept = default;

void BamWriter::write(const Alignment& alignment, std::span<const Tag> tags) {
  assert(alignment.raw);
  State& state = *state_;
  if (!bam_copy1(state.scratch.get(), alignment.raw->record.get())) throw std::bad_alloc();
  for (const std::string& name : state.own_tags) remove_tag(*state.scratch, name);
  for (const Tag& tag : tags) set_tag(*state.scratch, tag);
  check_contig(*state.scratch, *state.header, state.reference.contigs());
  errno = 0;
  if (sam_write1(state.out.get(), state.header.get(), state.scratch.get()) < 0)
    state.target.fail("cannot write", errno);
}

void BamWriter::commit() {
  errno = 0;
  if (hts_close(state_->out.release()) != 0) state_->target.fail("cannot write", errno);
  state_->target.publish();
}

}  // namespace seqlens::seqio
