import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import type { CommandFormat, Detector, SecretFormat } from '../../src/secrets/detector.js';
import { detectors } from '../../src/secrets/detectors.js';
import { searchSecrets } from '../../src/secrets/search.js';
import { COMMANDS } from './command-samples.js';

// Assembled here, so that no scanner reports this file as a leak.
const CREDENTIALS = Buffer.from(['deploy', 'kV9mQz7Lw3Rt'].join(':')).toString('base64');
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Samples for kinds whose value is decoded, so that random matches of the pattern are not secrets. */
const WRITTEN_SAMPLES: ReadonlyMap<string, string> = new Map([
  [
    'encoded-token',
    Buffer.from(['ghp', '_kV9mQz7Lw3RtYp1Hd4Gf6Js0aUeIoBx2Nc8T'].join('')).toString('base64'),
  ],
  ['hosted-database-url', 'postgres://app:Mongopass@db.prod.acme.com/shop'],
  ['basic-authorization', `Authorization: Basic ${CREDENTIALS}`],
  ['docker-registry-auth', `{"auths":{"registry.corp.test":{"auth":"${CREDENTIALS}"}}}`],
  [
    'docker-registry-password',
    '{"auths":{"registry.corp.test":{"username":"ci","password":"kV9mQz7Lw3RtYp1H"}}}',
  ],
  [
    'encoded-private-key',
    Buffer.from(
      [`-----BEGIN PRIVATE ${'KEY'}-----`, 'kV9mQz7Lw3RtYp1Hd4Gf6Js0aUeIo'.repeat(3)].join('\n'),
    ).toString('base64'),
  ],
  [
    'jwt',
    [
      encoded({ alg: 'HS256', typ: 'JWT' }),
      encoded({ sub: 'deploy', iat: 17 }),
      'kV9mQz7Lw3RtYp1Hd4Gf6Js0aUeIo',
    ].join('.'),
  ],
]);

/**
 * The expression without lookarounds, which fast-check cannot generate. A lookbehind, or a lookahead at the end, becomes
 * an ordinary group. Other lookarounds are left out: the search drops the samples that they would have excluded.
 */
function generatable(source: string): RegExp {
  let out = '';
  for (let at = 0; at < source.length; ) {
    const look = /^\(\?(?:<?[=!])/.exec(source.slice(at))?.[0];
    if (!look) {
      const step = source[at] === '\\' ? 2 : source[at] === '[' ? endOfClass(source, at) - at : 1;
      out += source.slice(at, at + step);
      at += step;
      continue;
    }
    const end = endOfGroup(source, at);
    const kept = look === '(?<=' || (look === '(?=' && /^\)*$/.test(source.slice(end)));
    if (kept) out += generatable(`(?:${source.slice(at + look.length, end)}`).source;
    at = end;
  }
  return new RegExp(out);
}

function endOfClass(source: string, at: number): number {
  for (let i = at + 1; ; i++) {
    if (source[i] === '\\') i++;
    else if (source[i] === ']' || i >= source.length) return i + 1;
  }
}

function endOfGroup(source: string, at: number): number {
  let depth = 0;
  for (let i = at; i < source.length; i++) {
    if (source[i] === '\\') i++;
    else if (source[i] === '[') i = endOfClass(source, i) - 1;
    else if (source[i] === '(') depth++;
    else if (source[i] === ')' && --depth === 0) return i + 1;
  }
  return source.length;
}

interface Sample {
  readonly text: string;
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** Texts in which the kind is found, with the name and the path that it needs. */
function samples(detector: Detector): Sample[] {
  const { id, format, keywords } = detector;
  const written = WRITTEN_SAMPLES.get(id);
  const values =
    format.kind === 'command'
      ? commandsOf(id)
      : written
        ? [written]
        : generate(sourceOf(format), 120);
  const paths = detector.path ? generate(detector.path.source, 20) : [''];
  return values.flatMap((value, i) => {
    const path = paths[i % paths.length] ?? '';
    const name = keywords[i % keywords.length] ?? '';
    const text = format.kind === 'named' ? `${name.toUpperCase()}_KEY="${value}"\n` : `${value}\n`;
    const found = searchSecrets(text, { path }).find((one) => one.detector.id === id);
    return found ? [{ text, path, start: found.start, end: found.end }] : [];
  });
}

function commandsOf(id: string): string[] {
  return COMMANDS.flatMap(([kind, command]) => (kind === id ? command : []));
}

function sourceOf(format: Exclude<SecretFormat, CommandFormat>): string {
  return format.kind === 'token' ? format.pattern.source : format.value.source;
}

function generate(source: string, numRuns: number): string[] {
  return fc.sample(fc.stringMatching(generatable(source)), { numRuns, seed: 1 });
}

describe('every kind of secret', () => {
  const kinds = detectors.map((detector) => [detector.id, detector] as const);

  test.each(kinds)(
    '%s: found at its position, and not when it is truncated or split',
    (_, kind) => {
      const found = samples(kind);
      expect(found.length).toBeGreaterThan(0);
      const lengths = found.map(({ start, end }) => end - start);
      const least = Math.min(...lengths);
      const { text, path, start, end } = found[lengths.indexOf(least)] as Sample;
      const kindsIn = (other: string) =>
        searchSecrets(other, { path }).map((one) => one.detector.id);
      expect(kindsIn(text)).toContain(kind.id);
      // A quarter of the shortest sample is too short even for a format without a fixed length.
      const cut = start + (least >> 2);
      expect(kindsIn(text.slice(0, cut))).not.toContain(kind.id);
      expect(kindsIn(`${text.slice(0, cut)}\n${text.slice(cut + 1)}`)).not.toContain(kind.id);
      const hasFormat = kind.format.kind !== 'command';
      const fixed = hasFormat && found.length > 9 && lengths.every((length) => length === least);
      if (fixed) expect(kindsIn(text.slice(0, end - 1) + text.slice(end))).not.toContain(kind.id);
    },
  );

  it('with a written sample exists', () => {
    const ids = detectors.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([...WRITTEN_SAMPLES.keys()]));
  });
});

// A digest of such a value in a fingerprint, which is published, would confirm a guess.
it('what a person may have chosen are passwords, credentials, and values of any kind', () => {
  const ofPeople =
    /^(?!an? (?:htpasswd|system account|1Password) |.*Sidekiq).*(?:passw|credentials|hard-coded|HTTP header|curl|Kubernetes Secret)/i;
  const ids = (list: readonly Detector[]) => list.map(({ id }) => id);
  expect(ids(detectors.filter(({ isChosen }) => isChosen))).toEqual(
    ids(detectors.filter(({ description }) => ofPeople.test(description))),
  );
});
