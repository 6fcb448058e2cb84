import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { adviseBase } from '../../src/advice/options.js';
import { officialImage, readTag } from '../../src/advice/variants.js';
import { OFFICIAL_TAGS } from '../../src/facts/official-tags.js';

const NOW = '2026-11-24';

/** `kind=reference` of each option, in order. */
function options(reference: string): string[] {
  return (adviseBase(reference, NOW)?.options ?? []).map((o) => `${o.kind}=${o.reference}`);
}

describe('the first proposal', () => {
  test.each([
    // A line that has ended goes to the usual one, in the same flavour and as exact as it was written.
    ['node:18.12.0-bookworm', 'line=node:24.19.0-bookworm'],
    ['node:20', 'line=node:24'],
    ['docker.io/library/node:20', 'line=node:24'],
    ['public.ecr.aws/docker/library/node:20', 'line=public.ecr.aws/docker/library/node:24'],
    ['ubuntu:20.04', 'line=ubuntu:26.04'],
    ['alpine:3.18', 'line=alpine:3.24'],
    ['debian:buster-slim', 'line=debian:trixie-slim'],
    ['php:8.1-fpm-alpine', 'line=php:8.5-fpm-alpine'],
    ['postgres:12.3-alpine', 'line=postgres:18.6-alpine'],
    // The system in the tag has ended: the usual one of the same language line.
    ['python:3.8-slim-buster', 'line=python:3.14-slim'],
    ['node:22-alpine3.20', 'patch=node:22-alpine'],
    // A supported line gets its newest patch.
    ['node:24.1.0-slim', 'patch=node:24.19.0-slim'],
    ['python:3.12.1-alpine', 'patch=python:3.12.14-alpine'],
    ['eclipse-temurin:17.0.8_7-jre', 'patch=eclipse-temurin:17-jre'],
    // As new as can be: the same with less in it.
    ['node:24', 'slim=node:24-slim'],
    ['debian:bookworm', 'slim=debian:bookworm-slim'],
    // Whatever `latest` is, a version says it.
    ['node', 'line=node:24'],
    ['alpine:latest', 'line=alpine:3.24'],
    // Images without releases.
    ['openjdk:17-jdk', 'successor=eclipse-temurin:17-jdk'],
    ['openjdk:11-jre-slim', 'successor=eclipse-temurin:11-jre'],
    ['centos:7', 'successor=almalinux:10'],
  ])('of %s is %s', (reference, first) => {
    expect(options(reference)[0]).toBe(first);
  });

  test.each([
    'node:24-slim',
    'debian:12-slim',
    'alpine:3.24',
    'redis:6',
    // Later than the table knows.
    'node:24.99.0',
    'node:99',
    // Not official, not to be known, not a reference.
    'ghcr.io/acme/node:18',
    'acme/node:18',
    'registry.example:5000/library/node:18',
    `node@sha256:${'a'.repeat(64)}`,
    'node:18-nosuchrole',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a Dockerfile's variable
    'node:${VERSION}',
    'node:25.0.0-rc1',
    'scratch',
    'NODE:18',
    '',
  ])('of %s there is none', (reference) => {
    expect(adviseBase(reference, NOW)).toBeUndefined();
  });
});

test('what has ended is said, with the day', () => {
  expect(adviseBase('debian:10', NOW)?.ended).toBe('debian 10 has had no support since 2024-06-30');
  expect(adviseBase('node:24', NOW)?.ended).toBeUndefined();
});

test('an Alpine image is proposed with a warning of musl, a distroless one with one of its missing shell', () => {
  const found = adviseBase('python:3.12', NOW)?.options ?? [];
  expect(found.find(({ kind }) => kind === 'alpine')?.caution).toMatch(/musl/);
  expect(found.find(({ kind }) => kind === 'distroless')?.caution).toMatch(/no shell/);
  expect(options('golang:1.25').at(-1)).toBe(
    'distroless=gcr.io/distroless/static-debian13:nonroot',
  );
});

test('whoever is on musl already is not warned of it again', () => {
  expect(options('python:3.12.1-alpine').filter((o) => o.startsWith('alpine='))).toEqual([]);
});

describe('every proposal', () => {
  const images = [...OFFICIAL_TAGS.keys()];
  const suffixes = [
    '',
    '-slim',
    '-alpine',
    '-bookworm',
    '-jre',
    '-fpm-alpine',
    '-buster',
    '-slim-bullseye',
  ];
  const references = fc
    .tuple(
      fc.constantFrom(...images),
      fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 3 }),
      fc.constantFrom(...suffixes),
    )
    .map(([image, version, suffix]) => `${image}:${version.join('.')}${suffix}`);

  test('is a tag that the official images have, another one than it was, and is not proposed again', () => {
    fc.assert(
      fc.property(references, (reference) => {
        const advice = adviseBase(reference, NOW);
        for (const { reference: proposed, kind } of advice?.options ?? []) {
          expect(proposed).not.toBe(reference);
          if (kind === 'distroless') continue;
          expect(isOfficial(proposed)).toBe(true);
        }
        const all = (advice?.options ?? []).map((option) => option.reference);
        expect(new Set(all).size).toBe(all.length);
        expect(options(all[0] ?? '')).not.toContain(`patch=${reference}`);
      }),
      { numRuns: 500 },
    );
  });

  test('is never on a line whose support has ended', () => {
    fc.assert(
      fc.property(references, (reference) => {
        for (const { until } of adviseBase(reference, NOW)?.options ?? [])
          if (until !== undefined) expect(until >= NOW).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('comes whatever is written, in no time', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (name, tag) => {
        expect(() => adviseBase(`${name}:${tag}`, NOW)).not.toThrow();
      }),
    );
    expect(adviseBase(`node:${'1.'.repeat(50_000)}`, NOW)).toBeUndefined();
  });
});

/** Whether a version of the table, shortened, and a suffix of the same image make this tag. */
function isOfficial(reference: string): boolean {
  const [name = '', tag = ''] = reference.split(':');
  const codenames = new Map([
    ['trixie', '13'],
    ['bookworm', '12'],
    ['bullseye', '11'],
  ]);
  const numeric = tag.replace(/^[a-z]+/, (word) => codenames.get(word) ?? word);
  const read = readTag(numeric);
  return (
    read !== undefined &&
    (officialImage(name)?.variants ?? []).some(
      ({ version, names }) =>
        (version === read.version || version.startsWith(`${read.version}.`)) &&
        names.some(({ suffix }) => numeric === `${read.version}${suffix}`),
    )
  );
}
