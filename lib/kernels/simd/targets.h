#pragma once

// Which instruction sets the files of this folder are compiled for. Naming AVX2 the baseline drops Highway's
// scalar and SSE passes: those levels are scalar/'s. Every function still carries its target attribute, so
// code of the files' ordinary headers stays runnable on any x86-64.
#define HWY_BASELINE_TARGETS HWY_AVX2
#define HWY_DISABLED_TARGETS HWY_AVX3_DL
