import { instructionsOf } from '../parser/model.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'DL3067',
  name: 'no-copy-of-root',
  severity: 'medium',
  practice: 'minimal-containers',
  title: 'COPY --from takes the whole file system',
  why: 'Everything of the other image comes along and replaces what is there: build tools, caches, package databases.',
  remediation: 'Copy what is needed, or build on that image with FROM.',
  references: ['https://docs.docker.com/build/building/multi-stage/'],
  wrong: 'FROM golang:1.24 AS build\nFROM debian:12\nCOPY --from=build / /',
  right: 'FROM golang:1.24 AS build\nFROM debian:12\nCOPY --from=build /app /app',
  check(dockerfile, report) {
    for (const { from, sources, destination } of instructionsOf(dockerfile, 'COPY')) {
      const [source] = sources;
      if (!from || !source || !isRoot(destination?.value)) continue;
      const whole = sources.find(({ value }) => isRoot(value) || value === '/*');
      if (!whole) continue;
      const message = `This copies the whole file system of ${from.value} over this one.`;
      report({ at: whole.range, message });
    }
  },
});

function isRoot(path: string | undefined): boolean {
  return path !== undefined && /^\/+(?:\.\/?)?$/.test(path);
}
