import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyFixes } from '../../../src/core/fix.js';
import type { PlanChange } from '../../../src/core/plan.js';
import { externalImages } from '../../../src/dockerfile/external-images.js';
import { editFile } from '../../../src/remedy/edit/edit.js';
import { WORD_SYNTAX } from '../../../src/remedy/edit/package-words.js';
import { readCorpus, UNUSUAL } from '../../dockerfile/corpus.js';
import { parse } from '../../dockerfile/parse-text.js';
import { sample } from '../../sample.js';
import { edited } from './edit-text.js';

const DIGEST = `sha256:${'d'.repeat(64)}`;

/** A legal version that no file has, by package manager. */
const VERSIONS: Readonly<Record<string, string>> = {
  apt: '1:99.9-1',
  apk: '99.9-r0',
  dnf: '99.9-1.el9',
  zypper: '99.9-1',
  pip: '99.9',
  npm: '99.9.9',
  gem: '99.9',
};

/** Changes of one kind in a file. More take long, and find nothing else. */
const MOST = 4;

/** A package of a base image. */
const UPGRADED = 'a-package-of-the-base';

/** A change of each image, of each installed package, and an upgrade for each stage. */
function changesOf(text: string): PlanChange[] {
  const dockerfile = parse(text);
  const path = 'Dockerfile';
  const images = externalImages(dockerfile).map(({ reference: from, location }): PlanChange => {
    const name = from.replace(/@.*$/, '').replace(/:[\w.-]+$/, '');
    const to = `${name}:99${from.includes('@') ? `@${DIGEST}` : ''}`;
    return { kind: 'image', path, line: location.startLine, from, to };
  });
  const packages = Object.entries(VERSIONS).flatMap(([manager, to]) => {
    const syntax = WORD_SYNTAX.get(manager);
    return (syntax?.installs(dockerfile) ?? []).flatMap(({ packages: words }) =>
      words.flatMap((word): PlanChange[] => {
        const [name = ''] = /^@?[\w.+/-]*/.exec(word.value) ?? [];
        const read = word.literal ? syntax?.read(word.value, name) : undefined;
        if (!read) return [];
        const { startLine: line } = word.range;
        const { version: from } = read;
        return [{ kind: 'installed-package', path, line, manager, name, from, to } as PlanChange];
      }),
    );
  });
  const upgrades = dockerfile.stages.flatMap(({ from: { startLine: line } }) =>
    ['apt', 'apk', 'dnf']
      .filter((manager) => text.includes(manager))
      .map((manager): PlanChange => {
        const packages = [{ name: UPGRADED, version: VERSIONS[manager] ?? '1' }];
        return { kind: 'upgrade', path, line, manager, base: 'x:1', packages };
      }),
  );
  return [...images.slice(0, MOST), ...packages.slice(0, MOST), ...upgrades.slice(0, MOST)];
}

/** What the rest of a file says: the images and packages that say neither `from` nor `to`. */
function restOf(text: string, change: PlanChange): string {
  const dockerfile = parse(text);
  const images = externalImages(dockerfile)
    .map(({ reference }) => reference)
    .filter((one) => change.kind !== 'image' || (one !== change.from && one !== change.to));
  const packages = Object.keys(VERSIONS).flatMap((manager) => {
    const syntax = WORD_SYNTAX.get(manager);
    return (syntax?.installs(dockerfile) ?? []).flatMap(({ packages: words }) =>
      words.flatMap(({ value }) => {
        const read =
          change.kind === 'installed-package' && change.manager === manager
            ? syntax?.read(value, change.name)
            : undefined;
        const isNamed = read && 'to' in change && [change.from, change.to].includes(read.version);
        return isNamed || value === UPGRADED ? [] : [value];
      }),
    );
  });
  return [...images, ...packages].join('\n');
}

const windows = (text: string) => text.replaceAll('\n', '\r\n');

/** What is wrong with the edits of a file; empty when all properties hold. */
function violations(text: string): { readonly found: string[]; readonly edits: number } {
  const found: string[] = [];
  let edits = 0;
  const before = parse(text);
  for (const change of changesOf(text)) {
    const result = editFile(text, change);
    if (result.kind !== 'edits') continue;
    edits++;
    const changed = applyFixes(text, [result]).text;
    const after = parse(changed);
    const name = JSON.stringify(change);
    if (after.problems.length > before.problems.length) found.push(`new problems: ${name}`);
    if (change.kind === 'upgrade') {
      if (edited(changed, { ...change, kind: 'retired-upgrade' }) !== text)
        found.push(`removed again: ${name}`);
    } else {
      if (after.instructions.length !== before.instructions.length) found.push(`lines: ${name}`);
      const comments = (file: typeof before) => file.comments.map((comment) => comment.text).join();
      if (comments(after) !== comments(before)) found.push(`comments: ${name}`);
    }
    if (editFile(changed, change).kind !== 'unchanged') found.push(`second run: ${name}`);
    if (restOf(changed, change) !== restOf(text, change)) found.push(`other entries: ${name}`);
    if (!text.includes('\r') && edited(windows(text), change) !== windows(changed))
      found.push(`line ends: ${name}`);
  }
  return { found, edits };
}

/** All real Dockerfiles take a minute. */
const corpus = sample(readCorpus() ?? [], 16, ({ dockerfile }) => dockerfile);

describe.each([
  ['files with unusual syntax', UNUSUAL],
  ['real Dockerfiles in ../shared', corpus.map(({ dockerfile }) => dockerfile)],
])('the edits of %s', (_name, texts) => {
  if (texts.length === 0) {
    it.skip('are not checked: ../shared/conformance is missing', () => {});
    return;
  }

  it('change the named entry only, keep comments and line ends, and a second run changes nothing', () => {
    const results = texts.map(violations);
    const wrong = results.flatMap(({ found }, index) => found.map((one) => `${index}: ${one}`));
    expect(wrong).toEqual([]);
    expect(results.reduce((sum, { edits }) => sum + edits, 0)).toBeGreaterThan(texts.length / 2);
  }, 300_000);
});

const RUNS = { numRuns: 200 };
const fresh = { minLength: 1, maxLength: 8, selector: ({ name }: { name: string }) => name };
const name = fc.stringMatching(/^[a-z][a-z0-9]{1,8}$/).filter((text) => text !== 'constructor');
const version = fc.stringMatching(/^[0-8]\.(?:0|[1-9][0-9]?)\.[0-9]$/);
const entries = fc.uniqueArray(fc.record({ name, version }), fresh);
const newline = fc.constantFrom('\n', '\r\n');
const mark = fc.constantFrom('', '\ufeff');

/** Fails unless the change makes `after` of `before`, and nothing of `after`. */
function expectChange(before: string, after: string, change: PlanChange): void {
  expect(edited(before, change)).toBe(after);
  expect(edited(after, change)).toMatch(/^unchanged: /);
}

describe('of a file that is made up, the named entry only is changed', () => {
  it('in a list of requirements', () => {
    const style = fc.constantFrom<(pin: string, old: string) => string>(
      (pin) => pin,
      (pin, old) => `${pin} ; python_version >= "3.9"  # ${old}`,
      (pin, old) => `# ${old}\n${pin.replace('==', '[a,b] == ')}\t# via x`,
      (pin) => `\n${pin.replace('==', '>=')}`,
    );
    const hashed = (pin: string, hash: string) =>
      `${pin} \\\n    --hash=sha256:${hash}\n    # via y`;
    fc.assert(
      fc.property(
        entries,
        fc.boolean(),
        fc.array(style, { minLength: 1, maxLength: 4 }),
        newline,
        mark,
        (...drawn) => {
          const [list, hasHashes, styles, end, first] = drawn;
          const text = (target: string, hash: string) => {
            const lines = list.map((entry, index) => {
              const pin = `${entry.name}==${index === 0 ? target : entry.version}`;
              const style = styles[index % styles.length];
              return hasHashes || !style
                ? hashed(pin, (index === 0 ? hash : 'e').repeat(64))
                : style(pin, `${entry.name}==${entry.version}`);
            });
            return first + lines.reverse().join('\n').replaceAll('\n', end);
          };
          const { name: package_ = '', version: from = '' } = list[0] ?? {};
          expectChange(text(from, 'a'), text('9.9.9', 'b'), {
            kind: 'dependency',
            path: 'requirements.txt',
            manager: 'pip',
            name: package_,
            from,
            to: '9.9.9',
            hashes: [`sha256:${'b'.repeat(64)}`],
          });
        },
      ),
      RUNS,
    );
  });

  it('in package.json', () => {
    const indents = fc.constantFrom<string | number | undefined>(2, 4, '\t', undefined);
    const prefix = fc.constantFrom('^', '~', '', '>=');
    fc.assert(
      fc.property(entries, prefix, indents, newline, mark, (list, style, indent, end, first) => {
        const text = (target: string) => {
          const ranges = list.map((entry, index) => [
            entry.name,
            `${style}${index === 0 ? target : entry.version}`,
          ]);
          const json = { name: 'x', dependencies: Object.fromEntries(ranges), other: list[0] };
          return first + JSON.stringify(json, null, indent).replaceAll('\n', end);
        };
        const { name: package_ = '', version: from = '' } = list[0] ?? {};
        const change = { kind: 'dependency', path: 'package.json', manager: 'npm' } as const;
        expectChange(text(from), text('9.9.9'), { ...change, name: package_, from, to: '9.9.9' });
        const override = { ...change, name: 'not-there', from: '1.0.0', to: '1.0.1' };
        const forced = edited(text(from), override);
        expect(JSON.parse(forced.replace(/^\ufeff/, ''))).toEqual({
          ...JSON.parse(text(from).replace(/^\ufeff/, '')),
          overrides: { 'not-there@1.0.0': '1.0.1' },
        });
        expect(edited(forced, override)).toMatch(/^unchanged: /);
      }),
      RUNS,
    );
  });

  it('in Compose and Kubernetes files', () => {
    const quote = fc.constantFrom('', '"', "'");
    const kind = fc.constantFrom('compose.yaml', 'pods.yml', 'pods.json');
    fc.assert(
      fc.property(entries, quote, kind, newline, mark, (list, quotes, path, end, first) => {
        const text = (target: string) => {
          const images = list.map((entry, index) => [
            entry.name,
            `${entry.name}:${index === 0 ? target : entry.version}`,
          ]);
          if (path === 'pods.json') {
            const containers = images.map(([id, image]) => ({ name: id, image }));
            const pod = { apiVersion: 'v1', kind: 'Pod', spec: { containers } };
            return first + JSON.stringify(pod, null, 1).replaceAll('\n', end);
          }
          const body = images.map(([id, image]) =>
            path === 'pods.yml'
              ? `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: ${id} # ${id}:1\n    image: ${quotes}${image}${quotes}`
              : `  ${id}:\n    # ${id}:1\n    image: ${quotes}${image}${quotes} # x`,
          );
          const yaml = path === 'pods.yml' ? body.join('\n---\n') : `services:\n${body.join('\n')}`;
          return first + yaml.replaceAll('\n', end);
        };
        const { name: image = '', version: tag = '' } = list[0] ?? {};
        const [from, to] = [`${image}:${tag}`, `${image}:9.9.9@${DIGEST}`];
        // The file may have changed: the line is a hint.
        const change = { kind: 'image', path, line: 1, from, to } as const;
        expectChange(text(tag), text(`9.9.9@${DIGEST}`), change);
      }),
      RUNS,
    );
  });
});
