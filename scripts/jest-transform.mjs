// Transforms TypeScript for jest with esbuild, the same program that minifies the bundles. Types are checked by `npm run types`.
import { transformSync } from 'esbuild';

export default {
  process(source, path) {
    const { code } = transformSync(source, {
      loader: 'ts',
      format: 'esm',
      target: 'node20',
      // Node.js 20.10 has import attributes. Without them jest prints a warning for each import of JSON.
      supported: { 'import-attributes': true },
      sourcefile: path,
      sourcemap: 'inline',
      sourcesContent: false,
    });
    return { code };
  },
};
