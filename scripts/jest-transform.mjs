// Transforms TypeScript for jest with esbuild, the same program that minifies the bundles. Types are checked by `npm run types`.
import { transformSync } from 'esbuild';

export default {
  process(source, path) {
    const { code } = transformSync(source, {
      loader: 'ts',
      format: 'esm',
      target: 'node20',
      sourcefile: path,
      sourcemap: 'inline',
      sourcesContent: false,
    });
    return { code };
  },
};
