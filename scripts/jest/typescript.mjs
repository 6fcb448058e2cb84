/**
 * Module hooks for Node.js that load the TypeScript of this repository. esbuild removes the types, and keeps the result in
 * node_modules/.cache: `npm run types` checks them.
 *   node --import ./scripts/jest/register.mjs FILE
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform, version } from 'esbuild';

const CACHE = new URL('../../node_modules/.cache/typescript/', import.meta.url);
const OPTIONS = {
  loader: 'ts',
  format: 'esm',
  target: 'node20',
  // Node.js 20.10 has import attributes.
  supported: { 'import-attributes': true },
  sourcemap: 'inline',
  sourcesContent: false,
};
const SALT = version + JSON.stringify(OPTIONS);
const cacheExists = mkdir(CACHE, { recursive: true });

/** Modules that tests import by the name of a package. fast-check itself must stay reachable for ours. */
const REPLACED = new Map(
  Object.entries({
    '@jest/globals': new URL('globals.mjs', import.meta.url),
    'fast-check': new URL('../../__tests__/fast-check.ts', import.meta.url),
  }),
);

export function resolve(name, context, next) {
  const replaced = REPLACED.get(name);
  if (replaced) return { url: replaced.href, format: 'module', shortCircuit: true };
  // In TypeScript, an import of ./a.js means ./a.ts.
  if (
    name.startsWith('.') &&
    name.endsWith('.js') &&
    !context.parentURL?.includes('/node_modules/')
  ) {
    const url = new URL(`${name.slice(0, -2)}ts`, context.parentURL);
    if (existsSync(url)) return { url: url.href, format: 'module', shortCircuit: true };
  }
  return next(name, context);
}

export async function load(url, context, next) {
  if (!/\.ts(?:\?|$)/.test(url) || url.includes('/node_modules/')) return next(url, context);
  return { format: 'module', source: await compile(fileURLToPath(url)), shortCircuit: true };
}

async function compile(path) {
  const source = await readFile(path, 'utf8');
  // A source map names the file as from its own folder, so that copies of a checkout share the cache.
  const name = basename(path);
  const key = createHash('sha256').update(SALT).update(name).update(source).digest('hex');
  const cached = new URL(`${key}.js`, CACHE);
  try {
    return await readFile(cached, 'utf8');
  } catch {
    const { code } = await transform(source, { ...OPTIONS, sourcefile: name });
    await cacheExists;
    // Other workers may write the same file.
    const part = new URL(`${key}.${process.pid}`, CACHE);
    await writeFile(part, code);
    await rename(part, cached);
    return code;
  }
}
