import { describe, expect, it, test } from '@jest/globals';
import { compareWithBaseline } from '../../src/baseline/compare.js';
import { ruleBook } from '../../src/check/rule-book.js';
import type { Finding } from '../../src/core/finding.js';
import { lintDockerfile } from '../../src/dockerfile/lint.js';
import type { LintConfig } from '../../src/dockerfile/lint-config.js';
import { lintManifest } from '../../src/manifests/lint.js';
import { parse } from '../dockerfile/parse-text.js';
import { manifestOf } from '../manifests/lint-text.js';
import {
  role,
  securityContext,
  service,
  container as withContainer,
  workflow,
} from '../manifests/rule-cases.js';
import { NOW } from '../now.js';

const LABELS: Partial<LintConfig> = {
  labelSchema: new Map([
    ['url', 'url'],
    ['at', 'rfc3339'],
    ['license', 'spdx'],
    ['hash', 'hash'],
    ['version', 'semver'],
    ['mail', 'email'],
  ]),
  trustedRegistries: ['docker.io'],
};

/** A text with a finding of the weaker rule, and what the change makes of it. */
type Example = readonly [before: string, after: string];

const D = 'FROM debian:12\n';
const apt = (words: string): Example => [
  `${D}RUN apt-get install ${words}`,
  `${D}RUN apt install ${words}`,
];
const emptied = (label: string): Example => [`${D}LABEL ${label}="-"`, `${D}LABEL ${label}=""`];
const removed = (label: string): Example => [`${D}LABEL ${label}="-"`, D];
const fetched = (url: string) => `${D}RUN curl -o x ${url}`;
const KEY = 'https://a.example/key.asc -o /etc/apt/keyrings/a.asc';
const wild = (group: string, resource: string, verb: string): Example => [
  role('ClusterRole', `apiGroups: ["${group}"], resources: [${resource}], verbs: [${verb}]`),
  role('ClusterRole', `apiGroups: ["${group}"], resources: ["*"], verbs: [${verb}]`),
];
const from = (before: string, after: string): Example => [`FROM ${before}`, `FROM ${after}`];
const binding = (subject: string) =>
  `kind: RoleBinding\nmetadata: { name: b }\nroleRef: { name: r }\nsubjects: [{ kind: Group, name: "${subject}" }]`;
const volume = (type: string) => `kind: Pod\nspec: { volumes: [{ name: v, ${type} }] }`;

/** By the stronger and the weaker rule. */
const EXAMPLES: Readonly<Record<string, Example>> = {
  'DL3002 > DL3066': [`${D}USER app`, `${D}USER root`],
  'DL3002 > PS0013': [D, `${D}USER root`],
  'PS0013 > DL3002': [`${D}USER root`, D],
  'PS0013 > DL3066': [`${D}USER app`, D],
  'DL3006 > DL3007': from('debian:latest', 'debian'),
  'DL3006 > PS0020': ['ARG T=latest\nFROM debian:$T', 'FROM debian'],
  'DL3006 > PS0021': from('debian:12', 'debian'),
  'DL3007 > DL3006': from('debian', 'debian:latest'),
  'DL3007 > PS0020': ['ARG T=latest\nFROM debian:$T', 'FROM debian:latest'],
  'DL3007 > PS0021': from('debian:12', 'debian:latest'),
  'PS0020 > DL3006': ['FROM debian', 'ARG T=latest\nFROM debian:$T'],
  'PS0020 > DL3007': ['FROM debian:latest', 'ARG T=latest\nFROM debian:$T'],
  'PS0020 > PS0021': ['FROM debian:12', 'ARG T=latest\nFROM debian:$T'],
  ...Object.fromEntries(
    ['UndefinedArgInFrom', 'InvalidDefaultArgInFrom'].flatMap((rule) => {
      const after = rule === 'UndefinedArgInFrom' ? 'FROM $X' : 'ARG X\nFROM $X';
      return [
        [`${rule} > DL3006`, ['FROM debian', after]],
        [`${rule} > DL3007`, ['FROM debian:latest', after]],
        [`${rule} > DL3026`, ['FROM a.example/x:1', after]],
        [`${rule} > PS0020`, ['ARG T=latest\nFROM debian:$T', after]],
        [`${rule} > PS0021`, ['FROM debian:12', after]],
        [`${rule} > PS0029`, ['FROM debian:9', after]],
      ];
    }),
  ),
  'DL3008 > PS0031': [`${D}RUN apt install -y curl`, `${D}RUN apt-get install -y curl`],
  'DL3027 > DL3008': apt('-y curl'),
  'DL3027 > DL3014': apt('curl=1'),
  'DL3027 > DL3015': apt('-y curl=1'),
  'PS0031 > DL3008': apt('-y curl'),
  'DL3020 > DL3021': [`${D}COPY a b /c`, `${D}ADD a b /c`],
  'DL3020 > DL3045': [`${D}COPY a b`, `${D}ADD a b`],
  ...Object.fromEntries(
    [
      ['DL3052', 'url'],
      ['DL3053', 'at'],
      ['DL3054', 'license'],
      ['DL3055', 'hash'],
      ['DL3056', 'version'],
      ['DL3058', 'mail'],
    ].flatMap(([rule, label = '']) => [
      [`DL3049 > ${rule}`, removed(label)],
      [`DL3051 > ${rule}`, emptied(label)],
    ]),
  ),
  'DL3049 > DL3051': [`${D}LABEL url=""`, D],
  'PS0022 > PS0036': [fetched('https://a.example/x'), `${D}ADD https://a.example/x x`],
  'PS0022 > PS0037': [fetched('http://a.example/x'), `${D}ADD http://a.example/x x`],
  'PS0022 > PS0041': [
    `${D}RUN curl ${KEY}`,
    `${D}ADD https://a.example/key.asc /etc/apt/keyrings/`,
  ],
  'PS0023 > PS0036': [fetched('https://a.example/x'), `${D}RUN curl https://a.example/x | sh`],
  'PS0023 > PS0037': [fetched('http://a.example/x'), `${D}RUN curl http://a.example/x | sh`],
  'PS0023 > PS0041': [`${D}RUN curl ${KEY}`, `${D}RUN curl https://a.example/key.asc | sh`],
  'PS0037 > PS0036': [fetched('https://a.example/x'), fetched('http://a.example/x')],
  'PS0037 > PS0041': [`${D}RUN curl ${KEY}`, `${D}RUN curl ${KEY.replace('https', 'http')}`],
  'DEP-ANON > DEP-RBAC-SHARED': [
    binding('system:authenticated'),
    binding('system:unauthenticated'),
  ],
  'DEP-ENVSECRET > DEP-ENVSECRETREF': [
    withContainer('env: [{ name: API_TOKEN, valueFrom: { secretKeyRef: { name: s, key: t } } }]'),
    withContainer('env: [{ name: API_TOKEN, value: correct-horse-7 }]'),
  ],
  'DEP-HEALTH-OFF > DEP-HEALTH': [service(''), service('healthcheck: { disable: true }')],
  'DEP-HOSTNET > DEP-NETPOL': [
    withContainer(''),
    withContainer('').replace('spec:\n', 'spec:\n  hostNetwork: true\n'),
  ],
  'DEP-HOSTPATH > DEP-VOLTYPE': [
    volume('nfs: { server: s, path: /p }'),
    volume('hostPath: { path: /p }'),
  ],
  'DEP-HOSTPATH-SENS > DEP-SOCK': [
    service('volumes: ["/var/run/docker.sock:/s"]'),
    service('volumes: ["/var/run:/s"]'),
  ],
  'DEP-LOG-OFF > DEP-LOG-UNBOUNDED': [service(''), service('logging: { driver: none }')],
  'DEP-PRIV > DEP-SECCOMP-UNSET': [
    withContainer(''),
    securityContext('privileged: true, seccompProfile: { type: RuntimeDefault }'),
  ],
  'DEP-RBAC-WILD > DEP-RBAC-CSR': wild(
    'certificates.k8s.io',
    'certificatesigningrequests/approval',
    'update',
  ),
  'DEP-RBAC-WILD > DEP-RBAC-ESCALATE': wild('rbac.authorization.k8s.io', 'roles', 'bind'),
  'DEP-RBAC-WILD > DEP-RBAC-EXEC': wild('', 'pods/exec', 'create'),
  'DEP-RBAC-WILD > DEP-RBAC-NODEPROXY': wild('', 'nodes/proxy', 'get'),
  'DEP-RBAC-WILD > DEP-RBAC-PV': wild('', 'persistentvolumes', 'create'),
  'DEP-RBAC-WILD > DEP-RBAC-SATOKEN': wild('', 'serviceaccounts/token', 'create'),
  'DEP-RBAC-WILD > DEP-RBAC-SECRETS': wild('', 'secrets', 'get'),
  'DEP-RBAC-WILD > DEP-RBAC-WEBHOOK': wild(
    'admissionregistration.k8s.io',
    'mutatingwebhookconfigurations',
    'create',
  ),
  'DEP-RBAC-WILD > DEP-RBAC-WORKLOADS': wild('', 'pods', 'create'),
  'DEP-SECCOMP-OFF > DEP-SECCOMP-UNSET': [
    withContainer(''),
    securityContext('seccompProfile: { type: Unconfined }'),
  ],
  'DEP-UID0 > DEP-NONROOT': [service(''), service('user: root')],
  'GHA-BUILDARG > GHA-PROVENANCE': [
    workflow('- run: docker build --provenance=mode=max --build-arg NPM_TOKEN=x .'),
    workflow(
      `- run: docker build --provenance=mode=max --build-arg NPM_TOKEN=\${{ secrets.NPM_TOKEN }} .`,
    ),
  ],
};

/** Findings that a change of the examples really fixes, with the reason. */
const REALLY_FIXED: Readonly<Record<string, string>> = {
  'DL3008 > PS0031: DL3027': 'apt is not used anymore',
};

function findingsIn(text: string): Finding[] {
  if (/^(?:services|jobs|kind|on):/m.test(text))
    return lintManifest(manifestOf(text), { now: NOW });
  return lintDockerfile(parse(text), { now: NOW, ...LABELS });
}

/** The findings of a change, with their status. */
function compared(before: readonly Finding[], after: readonly Finding[]): readonly Finding[] {
  const checks = new Set(before.map(({ check }) => check));
  return compareWithBaseline(
    after,
    { name: 'main', findings: before, checks, holders: [] },
    {
      targets: [],
      incomplete: [],
      wholeRepository: true,
      supersededBy: (rule) => ruleBook.get(rule)?.supersedes ?? [],
    },
  ).findings;
}

function namesOf({ rule, aliases }: Finding): readonly string[] {
  return [rule, ...aliases];
}

const declared = [...ruleBook.values()].flatMap(({ id, check, supersedes = [] }) =>
  supersedes.map((weaker) => ({ pair: `${id} > ${weaker}`, check, weaker })),
);

test('each rule of a file that supersedes another one has an example', () => {
  const ofFiles = declared.filter(
    ({ check, weaker }) => weaker !== '*' && (check === 'lint' || check === 'manifest'),
  );
  expect(Object.keys(EXAMPLES).sort()).toEqual(ofFiles.map(({ pair }) => pair).sort());
});

test('a rule supersedes rules of its own check, and not itself', () => {
  for (const { pair, check, weaker } of declared.filter((one) => one.weaker !== '*')) {
    expect([pair, ruleBook.get(weaker)?.check]).toEqual([pair, check]);
    expect(pair).not.toBe(`${weaker} > ${weaker}`);
  }
});

describe('a finding that a worse one replaces is not fixed', () => {
  it.each(Object.entries(EXAMPLES))('%s', (pair, [before, after]) => {
    const [stronger = '', weaker = ''] = pair.split(' > ');
    const [old, now] = [findingsIn(before), findingsIn(after)];
    expect(old.flatMap(namesOf)).toContain(weaker);
    expect(now.flatMap(namesOf)).toContain(stronger);
    const fixed = compared(old, now).filter(({ status }) => status === 'fixed');
    expect(fixed.map(({ rule }) => rule)).not.toContain(weaker);
    for (const { rule } of fixed)
      expect([pair, rule, REALLY_FIXED[`${pair}: ${rule}`]]).toEqual([
        pair,
        rule,
        expect.anything(),
      ]);
  });
});

/** Lines that take the place of each other, in a file with nothing else. */
const LINES = {
  FROM: [
    'FROM debian',
    'FROM debian:latest',
    'FROM debian:12',
    'FROM debian:9',
    'FROM a.example/x:1',
    'FROM $X',
    `FROM debian:12@sha256:${'a'.repeat(64)}`,
  ],
  USER: ['', 'USER root', 'USER 0', 'USER app', 'USER 10001'].map((line) => `${D}${line}`),
};

/** What a line fixes where it takes the place of another one: everything else would have to be superseded. */
const NAMED = ['DL3026', 'InvalidDefaultArgInFrom', 'PS0029', 'UndefinedArgInFrom'];
const TAGGED = [...NAMED, 'DL3006', 'DL3007', 'PS0021'];
const FIXED_BY: Readonly<Record<string, readonly string[]>> = {
  'FROM debian': NAMED,
  'FROM debian:latest': NAMED,
  'FROM debian:12': TAGGED,
  'FROM debian:9': TAGGED,
  'FROM a.example/x:1': TAGGED,
  [`FROM debian:12@sha256:${'a'.repeat(64)}`]: TAGGED,
  'USER app': ['DL3002', 'PS0013'],
  'USER 10001': ['DL3002', 'DL3066', 'PS0013'],
  'USER 0': ['DL3066'],
};

test.each(Object.entries(LINES))('no other line of %s fixes what it only hides', (_, lines) => {
  for (const before of lines)
    for (const after of lines) {
      const fixed = compared(findingsIn(before), findingsIn(after)).filter(
        ({ status }) => status === 'fixed',
      );
      const last = after.split('\n').at(-1) ?? '';
      for (const { rule } of fixed) {
        const isKnown = FIXED_BY[last]?.includes(rule) ?? false;
        expect([before, after, rule, isKnown]).toEqual([before, after, rule, true]);
      }
    }
});

describe('fixed', () => {
  const two = (first: string, second: string) =>
    findingsIn(`FROM ${first} AS a\nRUN x\nFROM ${second} AS b\nCOPY --from=a /x /x\nUSER 1`);
  const fixed = (before: readonly Finding[], after: readonly Finding[]) =>
    compared(before, after)
      .filter(({ status }) => status === 'fixed')
      .map(({ rule }) => rule);

  it('is said of a stage although a worse finding is in another one', () => {
    const digest = `node:24@sha256:${'a'.repeat(64)}`;
    expect(fixed(two('python', 'node:24'), two('python', digest))).toEqual(['PS0021']);
    expect(fixed(two('python:3', 'node:24'), two('python', digest))).toEqual(['PS0021']);
  });

  it('is not said of a file that cannot be read anymore', () => {
    const before = `${D}RUN curl https://a.example/x | sh\nUSER 1`;
    expect(fixed(findingsIn(before), findingsIn(before.replace('RUN', 'RUNN')))).toEqual([]);
  });

  it('is said in a report of an earlier version, which has no stages, if nothing worse is in the file', () => {
    const old = findingsIn('FROM debian:12').map(({ stage: _, ...rest }) => rest as Finding);
    const pinned = findingsIn(`FROM debian:12@sha256:${'a'.repeat(64)}`);
    expect(fixed(old, pinned)).toEqual(['PS0021']);
    expect(fixed(old, findingsIn('FROM debian'))).toEqual([]);
  });
});

test('a weaker form of a finding is not new, and a stronger form of it is', () => {
  const mount = (options: string) => findingsIn(service(`volumes: ["/etc:/x${options}"]`));
  const statuses = (before: readonly Finding[], after: readonly Finding[]) =>
    compared(before, after)
      .filter(({ rule }) => rule === 'DEP-HOSTPATH-SENS')
      .map(({ status }) => status);
  expect(statuses(mount(''), mount(':ro'))).toEqual(['existing', 'fixed']);
  expect(statuses(mount(':ro'), mount(''))).toEqual(['new']);
  expect(statuses(mount(':ro'), [])).toEqual(['fixed']);
});
