import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DL3067',
  name: 'no-copy-of-root-file-system',
  severity: 'low',
  severityReason: 'Size, and files that the final image does not need',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'COPY --from copies the whole file system',
  why: 'It copies everything from the other image, including build tools, caches, and package databases, and overwrites existing files.',
  remediation: 'Copy only the files you need, or use that image in FROM',
  references: ['https://docs.docker.com/build/building/multi-stage/'],
  wrong: 'FROM golang:1.24 AS build\nFROM debian:12\nCOPY --from=build / /',
  right: 'FROM golang:1.24 AS build\nFROM debian:12\nCOPY --from=build /app /app',
  check(dockerfile, report) {
    for (const { range, from, sources, destination } of instructionsOf(dockerfile, 'COPY')) {
      const [source] = sources;
      if (!from || !source || !isRoot(destination?.value)) continue;
      const rootSource = sources.find(({ value }) => isRoot(value) || value === '/*');
      if (!rootSource) continue;
      const message = `COPY --from=${from.value} copies the whole file system`;
      report({ at: rootSource.range, identifiedBy: range, message });
    }
  },
});

function isRoot(path: string | undefined): boolean {
  return path !== undefined && /^\/+(?:\.\/?)?$/.test(path);
}
