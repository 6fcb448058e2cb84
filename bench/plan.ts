/**
 * How long the plan of a large report takes: node scripts/run.mjs bench/plan.ts
 * Most findings are in packages of own layers and of a base image with advice; some packages are in parts that could be
 * removed, some in a lockfile, and some findings have no fix.
 */
import { spawnSync } from 'node:child_process';
import type { Finding } from '../src/core/finding.js';
import { SEVERITIES } from '../src/core/severity.js';
import type { PackageDeclaration } from '../src/remedy/plan/facts.js';
import { type PlanInput, planOf } from '../src/remedy/plan/plan-of.js';

const RUNS = 15;
const LIMIT_MS = 200;
const ONCE = '--once';

if (process.argv.includes(ONCE)) console.log(timeOf(inputOf(5_000)));
else measure();

/** Milliseconds of processor time, with those of the compiler and the garbage collector. */
function timeOf(input: PlanInput): number {
  const before = process.cpuUsage();
  planOf(input);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** What a command pays: its process makes one plan, and compiles all of it. */
function coldTimes(): readonly number[] {
  const program = process.argv[1] ?? '';
  return Array.from({ length: RUNS }, () => {
    const { stdout } = spawnSync(process.execPath, [program, ONCE], { encoding: 'utf8' });
    return Number(stdout);
  }).sort((a, b) => a - b);
}

function measure(): void {
  warm();
  const times = coldTimes();
  const [least = 0, median = 0, worst = 0] = [times[0], times[RUNS >> 1], times.at(-1)];
  console.log(
    `5000 findings, one plan in a process: ${median.toFixed(0)} ms of processor time (${least.toFixed(0)} to ${worst.toFixed(0)} ms)`,
  );
  if (median > LIMIT_MS) process.exitCode = 1;
}

function warm(): void {
  for (const count of [1_000, 5_000, 20_000]) {
    const input = inputOf(count);
    const times = Array.from({ length: RUNS }, () => timeOf(input)).sort((a, b) => a - b);
    const { steps } = planOf(input);
    const listed = steps.reduce((sum, { findings }) => sum + findings.length, 0);
    const [median = 0, worst = 0] = [times[RUNS >> 1], times.at(-1)];
    console.log(
      `${count} findings: ${median.toFixed(0)} ms of processor time (${times[0]?.toFixed(0)} to ${worst.toFixed(0)} ms), ${steps.length} steps with ${listed} findings`,
    );
    if (count === 5_000 && worst > LIMIT_MS) process.exitCode = 1;
  }
}

function inputOf(count: number): PlanInput {
  const findings = [
    advice(),
    ...Array.from({ length: count - 1 }, (_, i) => (i % 10 === 9 ? linted(i) : vulnerable(i))),
  ];
  const npm = findings.flatMap(({ subject }) =>
    subject?.purl?.startsWith('pkg:npm/') ? subject.purl : [],
  );
  const lockfile: PackageDeclaration = {
    path: 'package-lock.json',
    kind: 'lockfile',
    manager: 'npm',
  };
  return {
    findings,
    targets: [{ kind: 'image', name: 'app', dockerfile: 'Dockerfile' }],
    rules: new Map(),
    fails: ({ severity }) => severity === 'critical',
    facts: {
      declarations: new Map(npm.filter((_, i) => i % 2 === 0).map((purl) => [purl, lockfile])),
      removable: Array.from({ length: 10 }, (_, part) => ({
        image: 'app',
        name: `part ${part}`,
        purls: new Set(npm.filter((_, i) => i % 20 === part || i % 20 === part + 1)),
        notes: [],
      })),
    },
  };
}

function common(i: number, line: number): Omit<Finding, 'check' | 'details'> {
  return {
    rule: `CVE-2026-${i}`,
    aliases: [],
    severity: SEVERITIES[i % SEVERITIES.length] ?? 'low',
    confidence: 'high',
    tags: [],
    message: `finding ${i}`,
    location: { path: 'Dockerfile', startLine: line, startColumn: 1, endLine: line, endColumn: 9 },
    fingerprint: i.toString(16).padStart(32, '0'),
    status: i % 3 === 0 ? 'new' : 'existing',
  };
}

function vulnerable(i: number): Finding {
  const isNpm = i % 4 === 3;
  const kind = i % 2 === 0 ? 'base-image' : 'own-layer';
  const name = `package-${i >> 2}`;
  const purl = isNpm ? `pkg:npm/${name}@1.0.0` : `pkg:deb/debian/${name}@1.0.0?distro=debian-12`;
  return {
    ...common(i, kind === 'base-image' ? 1 : 2 + (i % 20)),
    check: 'vulnerability',
    origin: { kind, image: 'debian:12' },
    subject: { image: 'app', layer: i % 20, purl, path: `app/node_modules/${name}/package.json` },
    details: {
      id: `CVE-2026-${i}`,
      aliases: [],
      package: name,
      installed: '1.0.0',
      fixed: i % 5 === 0 ? null : '1.0.1',
      cvss: null,
      rating: 'high',
      ratedBy: 'cvss',
      exploited: i % 100 === 0,
      epss: null,
      summary: null,
      references: [],
      sources: ['osv'],
    },
  };
}

function linted(i: number): Finding {
  return { ...common(i, 1 + (i % 200)), rule: `DL${3_000 + (i % 50)}`, check: 'lint' };
}

function advice(): Finding {
  return {
    ...common(0, 1),
    rule: 'BASE-IMAGE',
    check: 'hardening',
    details: { base: 'debian:12', options: [{ reference: 'debian:12.11', kind: 'patch' }] },
  };
}
