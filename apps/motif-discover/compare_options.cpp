#include "motif-discover/compare_options.h"

#include <CLI/CLI.hpp>

#include "seqlens/cli/option_checks.h"
#include "seqlens/cli/output_check.h"
#include "seqlens/input/read_once.h"

namespace motif_discover {

const seqlens::cli::ProgramText kCompareText{
    "motif-discover compare",
    "finds the matrices of a database that are like given ones",
    "[options] MOTIFS DATABASE",
    "Reads two files of matrices (MEME, JASPAR, TRANSFAC or HOMER) and writes for each matrix of the first "
    "the nearest "
    "ones of the second, best first, as a table.\n\n"
    "The method is Tomtom's (Gupta et al. 2007) with complete scores: all offsets in both orientations, a "
    "score a "
    "column, p by the distribution of each query column's scores over all columns of the database. E is p "
    "times the "
    "size of the database, q Benjamini and Hochberg's over it.\n\n"
    "Columns: query, target, their names, rank, p, E, q, offset (column of the target under the first one "
    "of the "
    "query), overlap, strand of the target, the sum of column scores, and both as they lie on each other.",
    {{"What is it?", "motif-discover compare motifs.meme JASPAR.meme"},
     {"The one best, by correlation",
      "motif-discover compare --top 1 --distance pearson motifs.meme JASPAR.meme > names.tsv"}},
};

void define_compare(CLI::App& app, CompareOptions& options) {
  app.option_defaults()->group("Input");
  app.add_option("MOTIFS", options.queries, "File of matrices; '-' is standard input")
      ->type_name("FILE")
      ->required();
  app.add_option("DATABASE", options.database, "File of matrices that they are compared with")
      ->type_name("FILE")
      ->required();

  app.option_defaults()->group("Comparison");
  app.add_option("--distance", options.distance, "Score of two columns")
      ->check(seqlens::cli::one_of({"euclidean", "pearson"}))
      ->type_name("NAME");
  app.add_option("--top", options.top, "Lines a query, the best ones")
      ->check(seqlens::cli::whole_number(1, 1'000'000))
      ->type_name("N");

  app.option_defaults()->group("Output");
  app.add_option("-o,--output", options.output, "File to write; '.gz' is bgzip; '-' is standard output")
      ->type_name("FILE");
  app.final_callback([&options] {
    seqlens::input::require_each_stream_once({options.queries, options.database});
    seqlens::cli::check_outputs(options.common, {{"-o", options.output}},
                                {options.queries, options.database});
  });
}

}  // namespace motif_discover
