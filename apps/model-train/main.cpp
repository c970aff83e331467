#include "model-train/options.h"
#include "model-train/run.h"

int main(int argc, char** argv) {
  return seqlens::cli::run_tool<model_train::Options>(
      argc, argv, {model_train::kText, model_train::define_options, model_train::run});
}
