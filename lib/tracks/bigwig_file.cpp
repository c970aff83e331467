#include "bigwig_file.h"

#include <algorithm>
#include <bigWig.h>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <fstream>
#include <limits>
#include <optional>
#include <unistd.h>
#include <utility>

#include "checked_stream.h"

namespace seqlens::tracks {
namespace {

constexpr std::int32_t kZoomLevels = 10;

struct Close {
  void operator()(bigWigFile_t* file) const noexcept { bwClose(file); }
};

chromList_t* make_list(const std::vector<seqio::Contig>& contigs) {
  std::vector<const char*> names;
  std::vector<std::uint32_t> lengths;
  for (const seqio::Contig& contig : contigs) {
    names.push_back(contig.name.c_str());
    lengths.push_back(static_cast<std::uint32_t>(contig.length));
  }
  return bwCreateChromList(names.data(), lengths.data(), static_cast<std::int64_t>(names.size()));
}

// libBigWig does not say whether closing went well; the last thing that it writes is the magic number.
bool is_whole(const std::filesystem::path& path, off_t size) {
  std::error_code failed;
  if (std::filesystem::file_size(path, failed) != static_cast<std::uintmax_t>(size) || failed) return false;
  std::ifstream in(path, std::ios::binary);
  std::uint32_t last = 0;
  in.seekg(-static_cast<std::streamoff>(sizeof last), std::ios::end);
  in.read(reinterpret_cast<char*>(&last), sizeof last);
  return in && last == BIGWIG_MAGIC;
}

}  // namespace

struct BigWigFile::Handle {
  std::filesystem::path path;
  std::optional<CheckedStream> stream;  // libBigWig does not look at what all of its writes return
  std::unique_ptr<bigWigFile_t, Close> file;
  std::string contig;  // of the last ranges
  float lowest = std::numeric_limits<float>::infinity();
  float highest = -std::numeric_limits<float>::infinity();

  [[nodiscard]] bool take_stream() {
    stream.emplace(path);
    std::FILE* const checked = stream->open();
    if (!checked) return false;
    std::fclose(std::exchange(file->URL->x.fp, checked));
    return true;
  }

  [[nodiscard]] bool went_well() const {
    if (stream->failure() != 0) errno = stream->failure();
    return stream->failure() == 0;
  }

  // libBigWig never takes the first value of a file for its largest one (0.4.7).
  void mend_summary() const {
    const bool is_empty = lowest > highest;
    file->hdr->minVal = is_empty ? 0 : lowest;
    file->hdr->maxVal = is_empty ? 0 : highest;
  }
};

BigWigFile::BigWigFile() : handle_(std::make_unique<Handle>()) {}
BigWigFile::~BigWigFile() = default;

// Without bwInit(), which only starts libcurl.
bool BigWigFile::open(const std::filesystem::path& path, const std::vector<seqio::Contig>& contigs) {
  Handle& handle = *handle_;
  handle.path = path;
  // bwOpen() crashes when it cannot open the file (0.4.7), for want of descriptors say.
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (descriptor < 0) return false;
  ::close(descriptor);
  handle.file.reset(bwOpen(path.c_str(), nullptr, "w"));
  if (!handle.file || !handle.take_stream() || bwCreateHdr(handle.file.get(), kZoomLevels) != 0) return false;
  handle.file->cl = make_list(contigs);
  return handle.file->cl != nullptr && bwWriteHdr(handle.file.get()) == 0;
}

bool BigWigFile::append(const std::string& contig, std::span<const std::uint32_t> begins,
                        std::span<const std::uint32_t> ends, std::span<const float> values) {
  Handle& handle = *handle_;
  if (values.empty()) return true;
  const auto [lowest, highest] = std::minmax_element(values.begin(), values.end());
  handle.lowest = std::min(handle.lowest, *lowest);
  handle.highest = std::max(handle.highest, *highest);
  // The first range of a contig tells its name; the others are appended to it.
  const std::uint32_t named = contig == handle.contig ? 0 : 1;
  const auto rest = static_cast<std::uint32_t>(values.size()) - named;
  handle.contig = contig;
  const char* const name = contig.c_str();
  bigWigFile_t* const file = handle.file.get();
  return bwAddIntervals(file, &name, begins.data(), ends.data(), values.data(), named) == 0 &&
         bwAppendIntervals(file, begins.data() + named, ends.data() + named, values.data() + named, rest) ==
             0 &&
         std::ferror(file->URL->x.fp) == 0 && handle.went_well();
}

bool BigWigFile::close() {
  handle_->mend_summary();
  handle_->file.reset();
  return handle_->went_well() && is_whole(handle_->path, handle_->stream->size());
}

}  // namespace seqlens::tracks
