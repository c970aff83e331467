#include "motif-discover/site_spool.h"

#include <array>
#include <cerrno>
#include <cstring>

#include "seqlens/core/errors.h"

namespace motif_discover {
namespace {

struct Head {
  std::uint32_t motif;
  std::int32_t steps;
  std::uint32_t before, behind;
};

constexpr std::size_t kReadBytes = std::size_t{1} << 20;

}  // namespace

void SiteSpool::add(const SpooledSite& site) {
  const Head head{site.motif, site.steps, static_cast<std::uint32_t>(site.before.size()),
                  static_cast<std::uint32_t>(site.behind.size())};
  std::array<char, sizeof(Head)> raw{};
  std::memcpy(raw.data(), &head, sizeof head);
  bytes_.append(raw.data(), raw.size()).append(site.before).append(site.behind);
  ++counts_[site.motif][site.steps];
  if (bytes_.size() > most_bytes_) spill();
}

void SiteSpool::spill() {
  if (!file_) file_.reset(std::tmpfile());
  if (!file_ || std::fwrite(bytes_.data(), 1, bytes_.size(), file_.get()) != bytes_.size())
    throw seqlens::Error(seqlens::errno_text("cannot write", "a temporary file", errno));
  bytes_.clear();
}

void SiteSpool::read_all(const std::function<void(const SpooledSite&)>& write) {
  std::string waiting;
  if (file_) {
    spill();
    std::rewind(file_.get());
  } else {
    waiting.swap(bytes_);
  }
  SpooledSite site;
  bool more = file_ != nullptr;
  std::size_t at = 0;
  while (true) {
    Head head{};
    const auto whole = [&] {
      if (waiting.size() - at < sizeof head) return false;
      std::memcpy(&head, waiting.data() + at, sizeof head);
      return waiting.size() - at >= sizeof head + head.before + head.behind;
    };
    if (!whole()) {
      if (!more) break;
      waiting.erase(0, at);
      at = 0;
      const std::size_t had = waiting.size();
      waiting.resize(had + kReadBytes);
      const std::size_t read = std::fread(waiting.data() + had, 1, kReadBytes, file_.get());
      if (std::ferror(file_.get()) != 0)
        throw seqlens::Error(seqlens::errno_text("cannot read", "a temporary file", errno));
      waiting.resize(had + read);
      more = read > 0;
      continue;
    }
    at += sizeof head;
    site.motif = head.motif;
    site.steps = head.steps;
    site.before.assign(waiting, at, head.before);
    site.behind.assign(waiting, at + head.before, head.behind);
    at += head.before + head.behind;
    write(site);
  }
}

}  // namespace motif_discover
