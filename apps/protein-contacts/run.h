#pragma once

#include "seqlens/cli/streams.h"

#include "protein-contacts/options.h"

namespace protein_contacts {

int run(const Options& options, seqlens::cli::Streams& streams);

}  // namespace protein_contacts
