import { rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { buildSync } from 'esbuild';

let built = 0;

/**
 * The path of the command line, which is bundled from the sources before the tests of the file. With its npm packages: Node.js
 * takes longer to find and compile their files than to run most commands.
 */
export function useBuiltCli(): string {
  const cli = resolve('node_modules/.cache', `test-cli-${process.pid}-${built++}/index.js`);
  beforeAll(() => {
    buildSync({
      entryPoints: { index: 'src/cli/main.ts' },
      outdir: dirname(cli),
      ...{ bundle: true, splitting: true, platform: 'node', format: 'esm', target: 'node20.10' },
      banner: { js: PACKAGES_REQUIRE },
      logLevel: 'error',
    });
  });
  afterAll(() => rmSync(dirname(cli), { recursive: true, force: true }));
  return cli;
}

/** Packages in the format CommonJS call require, which a module does not have. */
const PACKAGES_REQUIRE =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";
