import { describe, expect, it, test } from '@jest/globals';
import { lintDockerfile } from '../../src/dockerfile/lint.js';
import type { LintConfig } from '../../src/dockerfile/lint-config.js';
import { dockerfileRules } from '../../src/dockerfile/rules/index.js';
import { NOW } from '../now.js';
import { parse } from './parse-text.js';

type Settings = Partial<LintConfig>;

/**
 * A value in the bad example of a rule, and another one: a finding about the other one is new. Every place of the value
 * changes. A text instead says why the rule has no such value.
 */
type Change = string | readonly [value: string, other: string, settings?: Settings];

const labels = (name: string, type: string): Settings =>
  ({ labelSchema: new Map([[name, type]]) }) as unknown as Settings;

const NO_VALUE: Readonly<Record<string, string>> = {
  DL3002: 'root is the only value',
  DL3009: 'apt-get update downloads the same lists, whatever is installed after it',
  DL3012: 'the instruction without effect is the problem, not what the last one does',
  DL3057: 'the instruction is missing',
  DL3059: 'the border between two RUN instructions is the problem, not what they run',
  DL3065: 'the flag can only have one value',
  DL4000: 'the instruction is deprecated, whoever it names',
  DL4001: 'the second program is the problem, whatever it downloads',
  DL4003: 'the instruction without effect is the problem, not what the last one does',
  DL4004: 'the instruction without effect is the problem, not what the last one does',
  FromAsCasing: 'the casing is the problem, whatever the stage is called',
  MaintainerDeprecated: 'the instruction is deprecated, whoever it names',
  MultipleInstructionsDisallowed: 'the instruction without effect is the problem',
  PS0010: '22 is the only port',
  PS0011: 'apt-get update is the only value',
  PS0013: 'the instruction is missing',
  PS0017: 'the instruction is missing',
  PS0033: 'the whole context is the only value',
  RedundantTargetPlatform: 'the flag can only have one value',
};

const CHANGES: Readonly<Record<string, Change>> = {
  ...NO_VALUE,
  ConsistentInstructionCasing: ['Copy', 'CopY'],
  CopyIgnoredFile: ['dist', 'build', { ignoreFile: 'dist\nbuild' }],
  DL1000: ['RUNN', 'RANN'],
  DL1001: ['DL3006', 'DL3007'],
  DL3000: ['app', 'srv'],
  DL3001: ['service nginx start', 'ssh host'],
  DL3003: ['/app', '/srv'],
  DL3004: ['apt-get update', 'rm -rf /srv'],
  DL3006: ['debian', 'example.org/tool'],
  DL3007: ['debian', 'example.org/tool'],
  DL3008: ['curl', 'netcat'],
  DL3010: ['app.tar.gz', 'other.tar.gz'],
  DL3011: ['80000', '80001'],
  DL3013: ['requests', 'reqests'],
  DL3014: ['install curl', 'install netcat'],
  DL3015: ['curl=7.88.1-10', 'netcat=1'],
  DL3016: ['serve', 'serv'],
  DL3018: ['curl', 'netcat'],
  DL3019: ['curl=8.12.1-r0', 'netcat=1'],
  DL3020: ['app.js', 'other.js'],
  DL3021: ['/app', '/srv'],
  DL3022: ['builder', 'other'],
  DL3023: ['debian:12', 'example.org/tool:12'],
  DL3024: ['app', 'web'],
  DL3025: ['nginx', 'httpd'],
  DL3026: ['example.org', 'example.net', { trustedRegistries: ['docker.io'] }],
  DL3027: ['update', 'remove curl'],
  DL3028: ['bundler', 'rake'],
  DL3029: ['linux/amd64', 'linux/arm64'],
  DL3030: ['httpd-2.4.62', 'nginx-1.26.0'],
  DL3032: ['httpd-2.4.62', 'nginx-1.26.0'],
  DL3033: ['httpd', 'nginx'],
  DL3034: ['httpd=2.4.62', 'nginx=1.26.0'],
  DL3035: ['dist-upgrade', 'dist-upgrade --from other'],
  DL3036: ['httpd=2.4.62', 'nginx=1.26.0'],
  DL3037: ['httpd', 'nginx'],
  DL3038: ['httpd-2.4.62', 'nginx-1.26.0'],
  DL3040: ['httpd-2.4.62', 'nginx-1.26.0'],
  DL3041: ['httpd', 'nginx'],
  DL3042: ['requests==2.32.3', 'reqests==1.0'],
  DL3043: ['ONBUILD FROM debian:12', 'ONBUILD MAINTAINER me'],
  DL3044: ['BASE', 'OTHER'],
  DL3045: ['app/', 'srv/'],
  DL3046: ['1000000', '2000000'],
  DL3047: ['data.bin', 'other.bin'],
  DL3048: ['Version', 'Release'],
  DL3049: ['debian:12', 'debian:12 AS other', labels('org.example.team', 'text')],
  DL3050: ['paint', 'color', { strictLabels: true }],
  DL3051: [
    'org.example.team',
    'org.example.name',
    {
      labelSchema: new Map([
        ['org.example.team', 'text'],
        ['org.example.name', 'text'],
      ]),
    },
  ],
  DL3052: ['"example"', '"other"', labels('org.example.url', 'url')],
  DL3053: ['yesterday', 'today', labels('org.example.created', 'rfc3339')],
  DL3054: ['my own', 'your own', labels('org.example.licenses', 'spdx')],
  DL3055: ['main', 'other', labels('org.example.revision', 'hash')],
  DL3056: ['one', 'two', labels('org.example.version', 'semver')],
  DL3058: ['"me"', '"you"', labels('org.example.maintainer', 'email')],
  DL3060: ['--frozen-lockfile', '--production'],
  DL3061: ['LABEL', 'ENV'],
  DL3062: ['golang.org/x/tools/gopls', 'example.org/tool'],
  DL3063: ['scratch', 'context'],
  DL3064: ['NPM_TOKEN', 'NPM_PASSWORD'],
  DL3066: ['USER node', 'USER admin'],
  DL3067: ['golang:1.24', 'rust:1.90'],
  DL4005: ['/bin/bash', '/bin/dash'],
  DL4006: ['example.org', 'example.net'],
  DuplicateStageName: ['build', 'web'],
  ExposeInvalidFormat: ['8080', '8081'],
  ExposeProtoCasing: ['53', '54'],
  FromPlatformFlagConstDisallowed: ['linux/amd64', 'linux/arm64'],
  InvalidBaseImagePlatform: [
    'FROM ',
    'FROM --platform=linux/s390x ',
    {
      basePlatforms: new Map([['example.org/app:1', ['linux/amd64']]]),
      targetPlatforms: ['linux/arm64'],
    },
  ],
  InvalidDefaultArgInFrom: ['VERSION', 'RELEASE'],
  InvalidDefinitionDescription: ['VERSION', 'RELEASE'],
  JSONArgsRecommended: ['start', 'stop'],
  LegacyKeyValueFormat: ['hello', 'goodbye'],
  NoEmptyContinuation: ['make install', 'make clean'],
  PS0012: ['/proc/self/fd/8', '/sys'],
  PS0014: ['hunter2', 'letmein'],
  PS0015: ['s3cr3tpass', 'oth3rpass'],
  PS0016: ['.npmrc', '.netrc'],
  PS0018: ['dist-upgrade -y', 'dist-upgrade -y --allow-downgrades'],
  PS0019: ['curl', 'netcat'],
  PS0020: ['debian', 'example.org/tool'],
  PS0021: ['debian', 'example.org/tool'],
  PS0022: ['example.org', 'example.net'],
  PS0023: ['example.org', 'example.net'],
  PS0024: ['example.org', 'example.net'],
  PS0025: ['tool', 'other'],
  PS0026: ['/app', '/etc'],
  PS0027: ['curl', 'netcat'],
  PS0028: ['gcc make', 'gcc cmake'],
  PS0029: ['debian:9', 'ubuntu:14.04'],
  PS0030: ['npm install', 'npm install --prefix other'],
  PS0031: ['curl', 'netcat'],
  PS0032: ['docker.sock', 'podman.sock'],
  PS0034: ['docker/dockerfile', 'example.org/frontend'],
  PS0035: ['aws_secret_access_key', 'aws_session_token'],
  PS0036: ['example.org', 'example.net'],
  PS0037: ['example.org', 'example.net'],
  PS0038: ['acme/tool', 'acme/other'],
  PS0039: ['create-app', 'create-other'],
  PS0040: ['pypi.acme.example', 'pypi.other.example'],
  PS0041: ['example.org', 'example.net'],
  PS0042: ['--security=insecure', '--network=host'],
  ReservedStageName: ['scratch', 'context'],
  SecretsUsedInArgOrEnv: ['API_TOKEN', 'API_PASSWORD'],
  StageNameCasing: ['Builder', 'Other'],
  UndefinedArgInFrom: ['VERSION', 'RELEASE'],
  UndefinedVar: ['$TARGET_DIR', '$OTHER_DIR'],
  WorkdirRelativePath: ['app', 'srv'],
};

/** The lines of the findings of one rule, by their fingerprints. */
function linesOf(id: string, text: string, settings: Settings): ReadonlyMap<string, number> {
  const rule = dockerfileRules.find((one) => one.id === id);
  if (!rule) throw new Error(`no rule ${id}`);
  const config = { now: NOW, severities: new Map([[id, rule.severity]]), ...settings };
  const findings = lintDockerfile(parse(text), config, { rules: [rule] });
  return new Map(findings.map((one) => [one.fingerprint, one.location?.startLine ?? 0]));
}

test('each Dockerfile rule has a value that changes, or a reason why it has none', () => {
  expect(Object.keys(CHANGES).sort()).toEqual(dockerfileRules.map(({ id }) => id).sort());
});

const cases = dockerfileRules.flatMap(({ id, wrong = '' }) => {
  const change = CHANGES[id];
  return change === undefined || typeof change === 'string' ? [] : [{ id, wrong, change }];
});

describe('a finding about another value in the same place is new', () => {
  it.each(cases)('$id', ({ id, wrong, change: [value, other, settings = {}] }) => {
    const before = linesOf(id, wrong, settings);
    const after = linesOf(id, wrong.replaceAll(value, other), settings);
    expect(before.size).toBeGreaterThan(0);
    expect(after.size).toBeGreaterThan(0);
    expect([...after.keys()].filter((one) => before.has(one))).toEqual([]);
  });
});

/** Why a second line with another value gives no second finding. */
const NO_SECOND: Readonly<Record<string, string>> = {
  DL3023:
    'the image of the stage, which is in another line, identifies it: names of stages can change',
  DL3067:
    'the image of the stage, which is in another line, identifies it: names of stages can change',
  DL3061: 'only the first instruction in front of the first FROM is reported',
  InvalidDefinitionDescription: 'a comment describes one instruction',
  JSONArgsRecommended: 'only the last CMD of a stage takes effect',
  NoEmptyContinuation: 'an instruction has one finding',
  PS0034: 'a file has one syntax image',
  WorkdirRelativePath: 'the second WORKDIR is relative to the first one',
};

describe('a finding about another value above an old one leaves the old one as it is', () => {
  const twice = cases.filter(({ id }) => !(id in NO_SECOND));
  it.each(twice)('$id', ({ id, wrong, change: [value, other, settings = {}] }) => {
    const lines = wrong.split('\n');
    const first = lines.findIndex((line) => line.includes(value));
    const last = lines.findLastIndex((line) => line.includes(value));
    const added = lines.slice(first, last + 1).map((line) => line.replaceAll(value, other));
    const before = linesOf(id, wrong, settings);
    const after = linesOf(id, lines.toSpliced(first, 0, ...added).join('\n'), settings);
    expect(after.size).toBeGreaterThan(before.size);
    for (const [fingerprint, line] of before)
      expect(after.get(fingerprint)).toBe(line > first ? line + added.length : line);
  });
});
