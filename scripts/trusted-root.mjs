#!/usr/bin/env node
/**
 * Writes the embedded trusted roots in src/signatures/sigstore. That of Sigstore's public instance comes from @sigstore/tuf
 * (Apache-2.0), and is a file of github.com/sigstore/root-signing (Apache-2.0):
 *
 *   npm pack @sigstore/tuf@5.0.1 && tar xzf sigstore-tuf-5.0.1.tgz && node scripts/trusted-root.mjs package
 *
 * That of GitHub's instance is the second line of `gh attestation trusted-root`, and its start is the root metadata that
 * tuf-repo.github.com serves:
 *
 *   node scripts/trusted-root.mjs package trusted_root.json root.json
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, githubRoot, githubMetadata] = process.argv.slice(2);
if (!folder || (githubRoot && !githubMetadata)) {
  console.error('usage: trusted-root.mjs FOLDER_OF_SIGSTORE_TUF [TRUSTED_ROOT ROOT_METADATA]');
  process.exit(2);
}
const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const seeds = JSON.parse(readFileSync(join(folder, 'seeds.json'), 'utf8'));
const seed = seeds['https://tuf-repo-cdn.sigstore.dev'].targets['trusted_root.json'];
const root = JSON.parse(Buffer.from(seed, 'base64').toString('utf8'));
write(
  'public-good-root.ts',
  `/**
 * The public keys and certificates of Sigstore's public instance, as @sigstore/tuf ${version} ships them.
 * Written by scripts/trusted-root.mjs; Apache-2.0, github.com/sigstore/root-signing.
 */
export const PUBLIC_GOOD_ROOT = \`${JSON.stringify(root, undefined, 1)}\`;
`,
);
if (githubRoot)
  write(
    'github-root.ts',
    `/**
 * The certificates of the Sigstore instance with which GitHub signs the attestations of private repositories, as
 * \`gh attestation trusted-root\` prints them. It has timestamps, and no transparency logs.
 * Written by scripts/trusted-root.mjs.
 */
export const GITHUB_ROOT = \`${compact(githubRoot)}\`;

/** The root metadata of tuf-repo.github.com, with which a newer trusted root is verified. */
export const GITHUB_TUF_METADATA = ${JSON.stringify(compact(githubMetadata))
      .replaceAll("'", "\\'")
      .replaceAll('\\"', '"')
      .replace(/^"|"$/g, "'")};
`,
  );

function compact(file) {
  return JSON.stringify(JSON.parse(readFileSync(file, 'utf8')));
}

function write(name, text) {
  writeFileSync(new URL(`../src/signatures/sigstore/${name}`, import.meta.url), text);
}
