import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll } from '@jest/globals';
import { buildSync } from 'esbuild';
import { builtCliOf } from '../scripts/jest/end.mjs';

/**
 * The path of the command line, which the first test file that needs it bundles from the sources, and scripts/jest/end.mjs
 * removes. With its npm packages: Node.js takes longer to find and compile their files than to run most commands.
 */
export function useBuiltCli(): string {
  const folder = builtCliOf(process.env.TMPDIR ?? '');
  beforeAll(() => {
    if (existsSync(folder)) return;
    const own = `${folder}-${process.pid}`;
    buildSync({
      entryPoints: { index: 'src/cli/main.ts' },
      outdir: own,
      ...{ bundle: true, splitting: true, platform: 'node', format: 'esm', target: 'node20.10' },
      banner: { js: PACKAGES_REQUIRE },
      logLevel: 'error',
    });
    try {
      renameSync(own, folder);
    } catch {
      // Another worker was faster.
      rmSync(own, { recursive: true });
    }
  });
  return join(folder, 'index.js');
}

/** Packages in the format CommonJS call require, which a module does not have. */
const PACKAGES_REQUIRE =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";
