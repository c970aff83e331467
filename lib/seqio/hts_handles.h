#pragma once

#include <cstdlib>
#include <memory>

#include <htslib/bgzf.h>
#include <htslib/hfile.h>
#include <htslib/hts.h>
#include <htslib/sam.h>

namespace seqlens::seqio {

template <auto Free>
struct Deleter {
  void operator()(auto* pointer) const noexcept { Free(pointer); }
};

// Handles for reading (and for writers that failed): what close reports is of no interest there. Writers
// release the handle and look at the result of the close (open_output.h).
inline void close_quietly(hFILE* file) noexcept {
  hclose_abruptly(file);
}

using HFile = std::unique_ptr<hFILE, Deleter<close_quietly>>;
using Bgzf = std::unique_ptr<BGZF, Deleter<bgzf_close>>;
using HtsFile = std::unique_ptr<htsFile, Deleter<hts_close>>;
using SamHeader = std::unique_ptr<sam_hdr_t, Deleter<sam_hdr_destroy>>;
using BamRecord = std::unique_ptr<bam1_t, Deleter<bam_destroy1>>;
using CString = std::unique_ptr<char, Deleter<std::free>>;

}  // namespace seqlens::seqio
