import { rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { buildSync } from 'esbuild';

let built = 0;

/**
 * The path of the command line, which is bundled from the sources before the tests of the file. It is below node_modules,
 * where Node.js finds our npm packages.
 */
export function useBuiltCli(): string {
  const cli = resolve('node_modules/.cache', `test-cli-${process.pid}-${built++}/index.js`);
  beforeAll(() => {
    buildSync({
      entryPoints: { index: 'src/cli/main.ts' },
      outdir: dirname(cli),
      ...{ bundle: true, splitting: true, packages: 'external', platform: 'node', format: 'esm' },
      ...{ target: 'node20.10', logLevel: 'error' },
    });
  });
  afterAll(() => rmSync(dirname(cli), { recursive: true, force: true }));
  return cli;
}
