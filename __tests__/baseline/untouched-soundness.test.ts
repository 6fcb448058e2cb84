import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { untouchedParts } from '../../src/baseline/untouched.js';
import type { Finding } from '../../src/core/finding.js';
import { runs } from '../sample.js';
import { build, type FileSystem, FOLDERS } from './small-builder.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-untouched-'));
  for (const side of ['base', 'root']) mkdirSync(join(folder, side));
});
afterAll(() => rmSync(folder, { recursive: true }));

const aFolder = fc.constantFrom(...FOLDERS);
const aPath = fc.tuple(aFolder, fc.constantFrom('x', 'y')).map((parts) => parts.join('/'));
const words = (...parts: (fc.Arbitrary<string> | string)[]) =>
  fc
    .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
    .map((all) => all.join(' '));

/** An instruction of a stage that comes after `earlier` others. */
function instruction(earlier: number): fc.Arbitrary<string> {
  const stages = Array.from({ length: earlier }, (_, i) => `--from=s${i}`);
  return fc.oneof(
    words('RUN add', aPath, fc.constantFrom('1', '2', '$V')),
    words('RUN rm', fc.oneof(aFolder, aPath, fc.constantFrom('x', 'c', '.'))),
    words('COPY', fc.constantFrom('f1', 'f2'), fc.oneof(aPath, fc.constantFrom('x', 'y'))),
    words('WORKDIR', aFolder),
    fc.constantFrom('ARG V=1', 'ARG V=2', 'ARG V', 'ENV V=3', 'LABEL a=b', 'USER 1'),
    ...(earlier > 0
      ? [words('COPY', fc.constantFrom(...stages), fc.oneof(aFolder, aPath), aFolder)]
      : []),
  );
}

function stage(index: number): fc.Arbitrary<string[]> {
  const images = ['img1', 'img2', ...Array.from({ length: index }, (_, i) => `s${i}`)];
  return fc
    .tuple(fc.constantFrom(...images), fc.array(instruction(index), { minLength: 1, maxLength: 5 }))
    .map(([image, lines]) => [`FROM ${image} AS s${index}`, ...lines]);
}

const dockerfile = fc
  .tuple(fc.constantFrom([], ['ARG V=7']), stage(0), fc.option(stage(1)), fc.option(stage(2)))
  .map(([args, first, second, third]) => [
    ...args,
    ...first,
    ...(second ? [...second, ...(third ?? [])] : []),
  ]);

/** A change of a line: removed, added, replaced, exchanged with the next one, or with another base image. */
const edit = fc.tuple(
  fc.constantFrom('remove', 'add', 'replace', 'exchange', 'move'),
  fc.nat(20),
  instruction(1),
);
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

function applyEdit(lines: readonly string[], [kind, at, line]: Edit): string[] {
  const changed = [...lines];
  const index = at % changed.length;
  const isFrom = /^FROM/.test(changed[index] ?? '');
  if (kind === 'move') changed[index] = (changed[index] ?? '').replace('img1', 'img2');
  else if (kind === 'add') changed.splice(index + 1, 0, line);
  else if (isFrom) return changed;
  else if (kind === 'remove') changed.splice(index, 1);
  else if (kind === 'replace') changed[index] = line;
  else if (!/^FROM/.test(changed[index + 1] ?? 'FROM'))
    changed.splice(index, 2, changed[index + 1] ?? '', changed[index] ?? '');
  return changed;
}

/** A finding for each file of the image, with its content. */
function findingsOf(files: FileSystem): Finding[] {
  return [...files].map(([path, { content, line, isOfBase }]) => ({
    rule: content,
    aliases: [],
    check: 'secret',
    severity: 'high',
    confidence: 'high',
    tags: [],
    message: content,
    fingerprint: path,
    status: 'new',
    subject: { image: 'app', layer: 1, path: path.slice(1) },
    location: { path: 'Dockerfile', startLine: line, startColumn: 1, endLine: line, endColumn: 2 },
    origin: isOfBase ? { kind: 'base-image' } : { kind: 'own-layer' },
  }));
}

it('a finding that counts as existing was in the image of the base commit, whatever the pull request changes', () => {
  let existing = 0;
  const changes = fc.array(edit, { maxLength: 2 });
  fc.assert(
    fc.property(dockerfile, changes, fc.boolean(), (before, edits, changesFile) => {
      const after = edits.reduce<string[]>(applyEdit, before);
      const contexts = {
        base: { f1: 'F1', f2: 'F2' },
        root: { f1: changesFile ? 'G1' : 'F1', f2: 'F2' },
      };
      const [was, is] = [build(before, contexts.base), build(after, contexts.root)];
      fc.pre(was !== undefined && is !== undefined);
      for (const [side, lines] of [
        ['base', before],
        ['root', after],
      ] as const) {
        writeFileSync(join(folder, side, 'Dockerfile'), `${lines.join('\n')}\n`);
        for (const [name, text] of Object.entries(contexts[side]))
          writeFileSync(join(folder, side, name), text);
      }
      const kept = untouchedParts(
        {
          findings: findingsOf(is ?? new Map()),
          packages: [],
          targets: [{ kind: 'image', name: 'app' }],
        },
        {
          root: join(folder, 'root'),
          baseFolder: join(folder, 'base'),
          changed: new Set(['Dockerfile', ...(changesFile ? ['f1'] : [])]),
          newNames: new Map(),
        },
      );
      existing += kept.findings.length;
      for (const { rule, fingerprint } of kept.findings)
        expect([fingerprint, was?.get(fingerprint)?.content]).toEqual([fingerprint, rule]);
    }),
    { numRuns: 1_000 },
  );
  expect(existing).toBeGreaterThan(runs(1_000) / 2);
});
