import { describe, expect, it } from '@jest/globals';
import { applyFixes } from '../../src/core/fix.js';
import { inspectInlineDockerfiles } from '../../src/manifests/inline-dockerfiles.js';
import { readManifest } from '../../src/manifests/read-manifest.js';
import { NOW } from '../now.js';

const SECRET = `ghp_${'1aZ9bY8cX7dW6eV5fU4g'.repeat(2).slice(0, 36)}`;

async function inspect(text: string, files: Readonly<Record<string, string>> = {}) {
  const all: Readonly<Record<string, string>> = { 'compose.yaml': text, ...files };
  const readFile = (path: string) => all[path];
  const manifests = Object.entries(all).map(([path, content]) =>
    readManifest(content, path, 'compose', readFile),
  );
  const settingsOf = async () => ({ config: { now: NOW }, problems: [] });
  const result = await inspectInlineDockerfiles(manifests, { readFile, settingsOf });
  const places = result.findings.map(
    ({ rule, location: at }) => `${rule} ${at?.path}:${at?.startLine}:${at?.startColumn}`,
  );
  return { ...result, places };
}

const service = (value: string) =>
  `services:\n  a:\n    build:\n      dockerfile_inline: ${value}\n`;
const literal = (...lines: string[]) =>
  service(`|\n${lines.map((line) => `        ${line}`).join('\n')}`);

describe('a dockerfile_inline', () => {
  it('has findings on its lines of the Compose file', async () => {
    const { places, coverage } = await inspect(
      literal('FROM debian:12', 'RUN sudo true', 'USER 1000'),
    );
    expect(places).toContain('DL3004 compose.yaml:6:9');
    expect(coverage).toEqual([
      { check: 'lint', target: 'compose.yaml', state: 'checked' },
      { check: 'secret', target: 'compose.yaml', state: 'checked' },
    ]);
  });

  it.each([
    ['quoted', service('"FROM debian:12\\nRUN sudo true"'), 'DL3004 compose.yaml:4:26'],
    [
      'folded',
      service('>\n        FROM debian:12\n\n        RUN sudo true'),
      'DL3004 compose.yaml:4:26',
    ],
  ])('that is %s has findings on its value', async (_, text, expected) => {
    expect((await inspect(text)).places).toContain(expected);
  });

  it('is searched for secrets, and a secret is reported once', async () => {
    const { findings } = await inspect(literal('FROM debian:12', `ENV TOKEN=${SECRET}`));
    const secrets = findings.filter(({ tags }) => tags.includes('practice:secrets'));
    expect(new Set(secrets.map(({ location }) => location?.startLine))).toEqual(new Set([6]));
    expect(secrets.every(({ check }) => check === 'lint')).toBe(true);
    const run = await inspect(literal('FROM debian:12', `# ${SECRET}`));
    expect(run.findings.some(({ check }) => check === 'secret')).toBe(true);
  });

  it('has fixes that edit the Compose file', async () => {
    const add = ['FROM debian:12 as b', 'ADD a /a', 'RUN echo $$A > b', 'MAINTAINER x'];
    const { findings } = await inspect(literal(...add));
    const fixes = findings.flatMap(({ fix }) => fix ?? []);
    const { text } = applyFixes(literal(...add), fixes);
    expect(text).toContain('\n        COPY a /a\n');
    expect(text).toContain('\n        FROM debian:12 AS b\n');
    const { places } = await inspect(text);
    expect(places.filter((place) => /^(?:DL3020|DL4000|FromAsCasing)/.test(place))).toEqual([]);
  });

  it.each([
    ['is quoted', service('"FROM debian:12\\nADD a /a"')],
    ['is folded', service('>\n        FROM debian:12\n\n        ADD a /a')],
    ['has a variable of Compose', literal('FROM debian:12', `ADD a /a\${B}`)],
  ])('that %s has no fixes', async (_, text) => {
    const { findings } = await inspect(text);
    expect(findings.map(({ rule }) => rule)).toContain('DL3020');
    expect(findings.filter(({ fix }) => fix)).toEqual([]);
  });

  it('names the images that it is built from', async () => {
    const { externalImages } = await inspect(literal('FROM debian:12 AS a', 'FROM redis:7'));
    expect(
      externalImages.map(({ reference, location }) => [reference, location.startLine]),
    ).toEqual([
      ['debian:12', 5],
      ['redis:7', 6],
    ]);
  });

  it('is checked once, also if other files extend its service', async () => {
    const { places } = await inspect(literal('FROM debian:12', 'RUN sudo true'), {
      'other.yaml': 'services:\n  b: { extends: { file: compose.yaml, service: a } }\n',
    });
    expect(places.filter((one) => one.startsWith('DL3004'))).toHaveLength(1);
  });

  const WITH_ARGUMENT = ['ARG BASE=debian:12', 'FROM $$BASE', 'USER 1000'];

  it('is checked with the arguments of its service', async () => {
    const text = `${literal(...WITH_ARGUMENT)}      args: { BASE: "debian:latest" }\n`;
    const { places, externalImages } = await inspect(text);
    expect(places).toContain('PS0020 compose.yaml:6:9');
    expect(places.join()).not.toContain('PS0021');
    expect(externalImages.map(({ reference }) => reference)).toEqual(['debian:latest']);
  });

  it('is checked with its default values where an argument is not known', async () => {
    const text = `${literal(...WITH_ARGUMENT)}      args: { BASE: "\${BASE}" }\n`;
    expect((await inspect(text)).externalImages.map(({ reference }) => reference)).toEqual([
      'debian:12',
    ]);
  });

  it('names the services whose arguments have a finding, where several build it', async () => {
    const { findings } = await inspect(literal(...WITH_ARGUMENT), {
      'other.yaml':
        'services:\n  b:\n    extends: { file: compose.yaml, service: a }\n    build: { args: { BASE: "debian:latest" } }\n',
    });
    const shown = findings.map(({ rule, variants = ['all'] }) => `${rule} ${variants.join()}`);
    expect(shown).toContain('PS0020 other.yaml: service b');
    expect(shown).toContain('PS0021 compose.yaml: service a');
    expect(shown).toContain('PS0017 all');
  });

  it('that is a template is checked in part', async () => {
    const { coverage } = await inspect(literal('FROM {{ image }}', 'USER 1000'));
    expect(coverage?.[0]).toMatchObject({ check: 'lint', state: 'partial' });
  });

  it('has a limit for all of them together', async () => {
    const long = `FROM debian:12\\n${'# comment\\n'.repeat(60_000)}`;
    const text = `services:\n${['a', 'b'].map((name) => `  ${name}: { build: { dockerfile_inline: "${long}" } }\n`).join('')}`;
    const { coverage } = await inspect(text);
    expect(coverage).toContainEqual({
      check: 'lint',
      target: 'compose.yaml',
      state: 'partial',
      reason: expect.stringContaining('more than 1,048,576 characters'),
    });
  });
});
