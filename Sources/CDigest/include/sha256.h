#ifndef JOULEBOOK_SHA256_H
#define JOULEBOOK_SHA256_H

#include <stddef.h>
#include <stdint.h>

// SHA-256 (FIPS 180-4), by the processor's own instructions where it has them.
typedef struct {
  uint32_t state[8];
  uint64_t length;
  uint8_t rest[64];
  size_t held;
  // Without the processor's instructions, to prove that both ways agree.
  int is_plain;
} joulebook_sha256;

void joulebook_sha256_begin(joulebook_sha256 *hash, int is_plain);
void joulebook_sha256_add(joulebook_sha256 *hash, const void *bytes, size_t count);
void joulebook_sha256_end(joulebook_sha256 *hash, uint8_t digest[32]);

#endif
