import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { baseImageFinding } from '../../src/base-images/finding.js';
import { officialImage } from '../../src/base-images/official-images.js';
import { recommendBaseImages } from '../../src/base-images/recommend.js';
import { isAsExact, readTag } from '../../src/base-images/tags.js';
import { baseImageSupport } from '../../src/dockerfile/values/base-image-support.js';
import { OFFICIAL_TAGS } from '../../src/releases/official-tags.js';
import { runs } from '../sample.js';

const NOW = '2026-11-24';

/** `kind=reference` of each recommendation, in order. */
function recommended(reference: string): string[] {
  return (recommendBaseImages(reference, NOW)?.recommendations ?? []).map(
    ({ kind, reference }) => `${kind}=${reference}`,
  );
}

describe('the first recommendation', () => {
  test.each([
    // End of life: the recommended release line, in the same flavor and with as many numbers.
    ['node:18.12.0-bookworm', 'line=node:24.19.0-bookworm'],
    ['node:20', 'line=node:24'],
    ['docker.io/library/node:20', 'line=node:24'],
    ['public.ecr.aws/docker/library/node:20', 'line=public.ecr.aws/docker/library/node:24'],
    ['ubuntu:20.04', 'line=ubuntu:26.04'],
    ['alpine:3.18', 'line=alpine:3.24'],
    ['debian:buster-slim', 'line=debian:trixie-slim'],
    ['php:8.1-fpm-alpine', 'line=php:8.5-fpm-alpine'],
    ['postgres:12.3-alpine', 'line=postgres:18.6-alpine'],
    // End of life of the distribution: the default distribution.
    ['python:3.8-slim-buster', 'line=python:3.14-slim-trixie'],
    ['node:22-alpine3.20', 'patch=node:22-alpine3.24'],
    // Supported: the newest patch release.
    ['node:24.1.0-slim', 'patch=node:24.19.0-slim'],
    ['python:3.12.1-alpine', 'patch=python:3.12.14-alpine'],
    ['eclipse-temurin:17.0.8_7-jre', 'patch=eclipse-temurin:17.0.20_8-jre'],
    // Up to date: a smaller variant.
    ['node:24', 'slim=node:24-slim'],
    ['debian:bookworm', 'slim=debian:bookworm-slim'],
    // The distribution that was written stays.
    ['node:22-bookworm', 'slim=node:22-bookworm-slim'],
    ['python:3.12-bookworm', 'slim=python:3.12-slim-bookworm'],
    // A version with the same variant.
    ['golang:alpine', 'line=golang:1.27-alpine'],
    ['node:slim', 'line=node:24-slim'],
    ['php:fpm-alpine', 'line=php:8.5-fpm-alpine'],
    ['python:alpine3.18', 'line=python:3.14-alpine3.24'],
    ['golang:bullseye', 'line=golang:1.27-trixie'],
    // Without a calendar of releases: the newest of the same major version comes first.
    ['gradle:8.8-jdk17', 'line=gradle:8.14-jdk17'],
    ['gradle:7.4-jdk11', 'line=gradle:7.6-jdk11'],
    ['composer:1', 'line=composer:2'],
    // The tags have other names today.
    ['maven:3-openjdk-17-slim', 'patch=maven:3-eclipse-temurin-17'],
    ['maven:3.8-jdk-11', 'line=maven:3.9-eclipse-temurin-11'],
    [
      'mcr.microsoft.com/dotnet/sdk:5.0-buster-slim',
      'line=mcr.microsoft.com/dotnet/sdk:10.0-noble',
    ],
    ['quay.io/fedora/fedora:38', 'line=quay.io/fedora/fedora:44'],
    // Distroless images end with their own policy.
    ['gcr.io/distroless/base-debian12:nonroot', 'line=gcr.io/distroless/base-debian13:nonroot'],
    ['gcr.io/distroless/java17-debian12', 'line=gcr.io/distroless/java17-debian13'],
    // Floating tag: a version.
    ['node', 'line=node:24'],
    ['alpine:latest', 'line=alpine:3.24'],
    // Images that get no more releases: the successor.
    ['openjdk:17-jdk', 'successor=eclipse-temurin:17-jdk'],
    ['openjdk:11-jre-slim', 'successor=eclipse-temurin:11-jre'],
    ['openjdk:11.0.12-jre-slim', 'successor=eclipse-temurin:11.0.32_9-jre'],
    ['mcr.microsoft.com/dotnet/core/sdk:3.1', 'successor=mcr.microsoft.com/dotnet/sdk:10.0'],
    // A version without its minor number stands for the newest of them.
    ['redis:5', 'line=redis:8'],
    ['mongo:3', 'line=mongo:8'],
    ['php:7-fpm', 'line=php:8-fpm'],
    ['python:2-slim', 'line=python:3-slim'],
    ['nginx:1.13-alpine', 'line=nginx:1.30-alpine'],
    // The distribution has ended, although tags with it are still built.
    ['node:17-bullseye', 'line=node:24-bookworm'],
    ['node:22.1.0-bullseye-slim', 'patch=node:22.23.2-bookworm-slim'],
    ['rockylinux:8.5', 'successor=rockylinux/rockylinux:8.10'],
    ['centos:7', 'successor=almalinux:10'],
  ])('for %s is %s', (reference, first) => {
    expect(recommended(reference)[0]).toBe(first);
  });

  test.each([
    'node:24-slim',
    'debian:12-slim',
    'alpine:3.24',
    'redis:6',
    // Newer than the table.
    'node:24.99.0',
    'node:99',
    // Not official, unknown, or not a reference.
    'ghcr.io/acme/node:18',
    'acme/node:18',
    'registry.example:5000/library/node:18',
    `node@sha256:${'a'.repeat(64)}`,
    'node:18-nosuchrole',
    // Words that say which release.
    'node:lts-alpine',
    'nginx:stable-alpine',
    'debian:stable-slim',
    'alpine:edge',
    // Other systems, and what has no table.
    'mcr.microsoft.com/windows/servercore:ltsc2019',
    'mcr.microsoft.com/dotnet/sdk:8.0-nanoserver-ltsc2022',
    'golang:1.20-windowsservercore-ltsc2022',
    'elasticsearch:7.17.0',
    'gcr.io/distroless/base-debian13:nonroot',
    'gcr.io/distroless/static:nonroot',
    'gcr.io/distroless/nodejs18-debian12',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a Dockerfile's variable
    'node:${VERSION}',
    'node:25.0.0-rc1',
    'scratch',
    'NODE:18',
    '',
  ])('does not exist for %j', (reference) => {
    expect(recommendBaseImages(reference, NOW)).toBeUndefined();
  });
});

test('the end of life of the base image is given with its day', () => {
  expect(recommendBaseImages('nginx:1.13', NOW)?.ended).toBe(
    'nginx 1.13 reached end of life before 2019-04-23',
  );
  expect(recommendBaseImages('registry.access.redhat.com/ubi7', NOW)?.ended).toBe(
    'ubi 7 reached end of life on 2024-06-30',
  );
  expect(recommendBaseImages('gcr.io/distroless/cc-debian12', NOW)?.ended).toBe(
    'distroless-debian 12 reached end of life before 2026-09-30',
  );
  expect(recommendBaseImages('gcr.io/distroless/cc-debian11', NOW)?.ended).toBe(
    'debian 11 reached end of life on 2026-08-31',
  );
  expect(recommendBaseImages('debian:10', NOW)?.ended).toBe(
    'debian 10 reached end of life on 2024-06-30',
  );
  expect(recommendBaseImages('node:24', NOW)?.ended).toBeUndefined();
});

test('an Alpine image comes with a caution about musl, a distroless image about the missing shell', () => {
  const found = recommendBaseImages('python:3.12', NOW)?.recommendations ?? [];
  expect(found.find(({ kind }) => kind === 'alpine')?.caution).toMatch(/musl/);
  expect(found.find(({ kind }) => kind === 'distroless')?.caution).toMatch(/no shell/);
  expect(recommended('golang:1.25').at(-1)).toBe(
    'distroless=gcr.io/distroless/static-debian13:nonroot',
  );
});

describe('all recommendations', () => {
  const distroless = (name: string) => `distroless=gcr.io/distroless/${name}-debian13:nonroot`;
  const ubi = 'registry.access.redhat.com';
  const dotnet = 'mcr.microsoft.com/dotnet';
  test.each([
    ['node:22.1', 'patch slim line alpine', [distroless('nodejs22')]],
    ['python:3.13.1', 'patch slim line alpine', [distroless('python3')]],
    ['golang:1.25', 'line alpine', [distroless('static')]],
    ['rust:1.80-slim', 'line alpine', [distroless('cc')]],
    ['openjdk:17-jdk-slim', 'successor alpine', [distroless('java17')]],
    ['java:8', 'successor line alpine', [distroless('java17')]],
    ['eclipse-temurin:20-jre', 'line alpine', [distroless('java25')]],
    ['amazoncorretto:11.0.4', 'patch line alpine', [distroless('java17')]],
    ['debian:11', 'line slim', [distroless('base')]],
    ['ubuntu:20.04', 'line', [distroless('base')]],
    ['php:8.1', 'line alpine', ['hardened=dhi.io/php:8.5']],
    ['php:8.1-fpm', 'line alpine', ['hardened=dhi.io/php:8.5-fpm']],
    ['php:8.1-apache', 'line', []],
    ['ruby:3.1', 'line slim alpine', ['hardened=dhi.io/ruby:4.0']],
    ['nginx:1.24', 'line alpine', ['hardened=dhi.io/nginx:1.30']],
    ['postgres:17.2', 'patch line alpine', ['hardened=dhi.io/postgres:17']],
    ['redis:8.2.1', 'patch line alpine', ['hardened=dhi.io/redis:8.2']],
    ['alpine:3.16', 'line', []],
    ['busybox:1.36', 'line', []],
    ['fedora:38', 'line', ['hardened=quay.io/fedora/fedora-minimal:44']],
    ['amazonlinux:2', 'line', ['hardened=public.ecr.aws/amazonlinux/amazonlinux:2023-minimal']],
    ['almalinux:9', 'slim line', []],
    ['rockylinux:9', 'successor slim line', []],
    [
      `${ubi}/ubi9/ubi:9.3-1610`,
      'patch',
      [`slim=${ubi}/ubi9/ubi-minimal:9.8`, `distroless=${ubi}/ubi9/ubi-micro:9.8`],
    ],
    [
      `${ubi}/ubi8`,
      '',
      [`slim=${ubi}/ubi8/ubi-minimal:latest`, `distroless=${ubi}/ubi8/ubi-micro:latest`],
    ],
    [
      'redhat/ubi10:10.0',
      '',
      [
        'patch=redhat/ubi10:10.2',
        'slim=redhat/ubi10-minimal:10.2',
        'distroless=redhat/ubi10-micro:10.2',
      ],
    ],
    [
      `${ubi}/ubi7`,
      '',
      [
        `line=${ubi}/ubi10:latest`,
        `slim=${ubi}/ubi10/ubi-minimal:latest`,
        `distroless=${ubi}/ubi10/ubi-micro:latest`,
      ],
    ],
    [
      `${ubi}/ubi7/ubi-minimal:7.9-1234`,
      '',
      [`line=${ubi}/ubi10/ubi-minimal:10.2`, `distroless=${ubi}/ubi10/ubi-micro:10.2`],
    ],
    [`${dotnet}/sdk:8.0`, 'line alpine', []],
    [`${dotnet}/aspnet:8.0`, 'line alpine', [`distroless=${dotnet}/aspnet:10.0-noble-chiseled`]],
    [`${dotnet}/runtime:6.0-jammy-chiseled`, '', [`line=${dotnet}/runtime:10.0-noble-chiseled`]],
  ])('for %s have the kinds "%s", then %j', (reference, kinds, last) => {
    const found = recommended(reference);
    const first = found.slice(0, found.length - last.length).map((one) => one.split('=')[0]);
    expect(first.join(' ')).toBe(kinds);
    expect(found.slice(first.length)).toEqual(last);
  });

  test.each([
    `${ubi}/ubi9/ubi-minimal:9.8`,
    `${ubi}/ubi9-micro`,
    `${ubi}/ubi99`,
    `${ubi}/rhel7:7.9`,
    `${ubi}/ubi9/python-312:latest`,
    `evil.example/${ubi}/ubi9`,
  ])('do not exist for %s', (reference) => {
    expect(recommended(reference)).toEqual([]);
  });

  test.each([
    ['python:3.8', 'distroless', 'no shell, final stage only, has Python 3.13'],
    ['golang:1.20', 'distroless', 'no shell, final stage only, requires CGO_ENABLED=0'],
    [
      'nginx:1.24',
      'hardened',
      'no shell, requires docker login dhi.io (free), listens on port 8080',
    ],
    ['almalinux:9', 'slim', 'microdnf instead of dnf'],
    [`${ubi}/ubi9`, 'slim', 'microdnf instead of dnf'],
    [`${ubi}/ubi9`, 'distroless', 'no package manager, final stage only'],
    [
      `${dotnet}/aspnet:6.0`,
      'distroless',
      'no shell or ICU, final stage only, Ubuntu instead of Debian',
    ],
    ['postgres:13', 'line', 'data must be migrated'],
    [
      'postgres:13',
      'hardened',
      'no shell, requires docker login dhi.io (free), data must be migrated',
    ],
    ['postgres:13', 'alpine', 'musl instead of glibc, data must be migrated'],
    ['postgres:17.2', 'alpine', 'musl instead of glibc'],
    ['mongo', 'line', 'data of another release must be migrated'],
    ['mysql:5.7', 'line', 'data must be migrated'],
    ['rabbitmq:3.8', 'line', 'data must be migrated'],
    ['node:20-alpine', 'distroless', 'no shell, final stage only, glibc instead of musl'],
    ['golang:1.20-alpine', 'distroless', 'no shell, final stage only, requires CGO_ENABLED=0'],
    ['openjdk:17-jdk-slim', 'successor', 'Ubuntu instead of Debian, not slim'],
    ['openjdk:11-jre', 'successor', 'Ubuntu instead of Debian'],
    ['openjdk:17', 'successor', 'Ubuntu instead of Oracle Linux'],
    ['openjdk', 'successor', 'Ubuntu instead of Oracle Linux'],
    ['openjdk:11-jre', 'distroless', 'no shell, final stage only, has Java 17'],
    ['openjdk:17-alpine', 'successor', undefined],
    ['maven:3-openjdk-17-slim', 'patch', 'Ubuntu instead of Debian, not slim'],
    [`${dotnet}/aspnet:8.0`, 'line', 'Ubuntu instead of Debian'],
    [`${dotnet}/aspnet:8.0-bookworm-slim`, 'line', 'Ubuntu instead of Debian'],
    [`${dotnet}/aspnet:8.0-jammy`, 'line', undefined],
    [`${dotnet}/aspnet:8.0-alpine`, 'line', undefined],
    ['gcr.io/distroless/python3-debian12', 'line', 'has Python 3.13'],
  ])('for %s: %s has the caution: %s', (reference, kind, caution) => {
    expect(
      recommendBaseImages(reference, NOW)?.recommendations.find((o) => o.kind === kind)?.caution,
    ).toBe(caution);
  });

  test('an image of a mirror keeps the mirror, an image of another publisher does not', () => {
    expect(recommended('mirror.gcr.io/library/php:8.1-fpm')).toEqual([
      'line=mirror.gcr.io/library/php:8.5-fpm',
      'alpine=mirror.gcr.io/library/php:8.5-fpm-alpine',
      'hardened=dhi.io/php:8.5-fpm',
    ]);
    expect(recommended('mirror.gcr.io/library/rockylinux:9')[0]).toBe(
      'successor=rockylinux/rockylinux:9',
    );
  });
});

test('an Alpine image has no Alpine variant', () => {
  expect(recommended('python:3.12.1-alpine').filter((one) => one.startsWith('alpine='))).toEqual(
    [],
  );
});

describe('every recommendation', () => {
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

  test('is a tag of an official image, differs from the current one, and is recommended once', () => {
    fc.assert(
      fc.property(references, (reference) => {
        const advice = recommendBaseImages(reference, NOW);
        for (const { reference: other, kind } of advice?.recommendations ?? []) {
          expect(other).not.toBe(reference);
          if (kind === 'distroless' || kind === 'hardened') continue;
          expect(isOfficial(other)).toBe(true);
        }
        const all = (advice?.recommendations ?? []).map((one) => one.reference);
        expect(new Set(all).size).toBe(all.length);
        expect(recommended(all[0] ?? '')).not.toContain(`patch=${reference}`);
      }),
      { numRuns: 500 },
    );
  });

  test('names no product that has reached its end of life, on any day', () => {
    const days = fc.date({ min: new Date(NOW), max: new Date('2035-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(references, days, (reference, date) => {
        const now = date.toISOString().slice(0, 10);
        for (const { until, reference: other } of recommendBaseImages(reference, now)
          ?.recommendations ?? []) {
          expect((until ?? now) >= now).toBe(true);
          expect(baseImageSupport(other).filter((product) => product.until < now)).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('is a fix only if it is as exact as the current tag', () => {
    const location = { path: 'Dockerfile', startLine: 1, startColumn: 6, endLine: 1, endColumn: 9 };
    let fixes = 0;
    fc.assert(
      fc.property(references, (reference) => {
        const advice = recommendBaseImages(reference, NOW);
        const found =
          advice && baseImageFinding({ reference, location, literal: true }, advice, undefined);
        const text = found?.fix?.edits[0]?.text;
        if (text === undefined) return;
        fixes++;
        const [tag = '', other = ''] = [reference, text].map((one) => one.split(':')[1] ?? '');
        expect([reference, text, isAsExact(other, tag)]).toEqual([reference, text, true]);
      }),
      { numRuns: 1_000 },
    );
    expect(fixes).toBeGreaterThan(runs(1_000) / 20);
  });

  test('can be asked for any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (name, tag) => {
        expect(() => recommendBaseImages(`${name}:${tag}`, NOW)).not.toThrow();
      }),
    );
    expect(recommendBaseImages(`node:${'1.'.repeat(50_000)}`, NOW)).toBeUndefined();
  });
});

/** Whether the tag is a version of the table, possibly shortened, with a suffix of the same image. */
function isOfficial(reference: string): boolean {
  const [name = '', tag = ''] = reference.split(':');
  const codenames = new Map([
    ['trixie', '13'],
    ['bookworm', '12'],
    ['bullseye', '11'],
  ]);
  const numbered = tag.replace(/^[a-z]+/, (name) => codenames.get(name) ?? name);
  // A version with a build number is not shortened.
  const found = /^\d[\d.]*_/.test(numbered)
    ? { version: numbered.split('-')[0] ?? '' }
    : readTag(numbered);
  return (
    found !== undefined &&
    (officialImage(name)?.variants ?? []).some(
      ({ version, names }) =>
        (version === found.version || version.startsWith(`${found.version}.`)) &&
        names.some(({ suffix }) => numbered === `${found.version}${suffix}`),
    )
  );
}
