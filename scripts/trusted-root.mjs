#!/usr/bin/env node
/**
 * Writes src/signatures/sigstore/public-good-root.ts from the trusted root in @sigstore/tuf (Apache-2.0). The trusted root
 * is a file of github.com/sigstore/root-signing (Apache-2.0).
 *
 *   npm pack @sigstore/tuf@5.0.1 && tar xzf sigstore-tuf-5.0.1.tgz && node scripts/trusted-root.mjs package
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
if (!folder) {
  console.error('usage: trusted-root.mjs FOLDER_OF_SIGSTORE_TUF');
  process.exit(2);
}
const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const seeds = JSON.parse(readFileSync(join(folder, 'seeds.json'), 'utf8'));
const seed = seeds['https://tuf-repo-cdn.sigstore.dev'].targets['trusted_root.json'];
const root = JSON.parse(Buffer.from(seed, 'base64').toString('utf8'));
const text = `/**
 * The public keys and certificates of Sigstore's public instance, as @sigstore/tuf ${version} ships them.
 * Written by scripts/trusted-root.mjs; Apache-2.0, github.com/sigstore/root-signing.
 */
export const PUBLIC_GOOD_ROOT = \`${JSON.stringify(root, undefined, 1)}\`;
`;
writeFileSync(new URL('../src/signatures/sigstore/public-good-root.ts', import.meta.url), text);
