import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { check } from '../../src/check/check.js';
import type { Report } from '../../src/core/report.js';
import { readOptions } from '../../src/options/read-options.js';
import { gitStory } from '../baseline/git-story.js';
import { NOW } from '../now.js';
import { sample } from '../sample.js';
import { quietHost } from '../vulnerabilities/fixtures.js';
import { COMPOSE } from './planted/compose.js';
import { DOCKERFILES } from './planted/dockerfiles.js';
import { GITOPS } from './planted/gitops.js';
import { KUBERNETES } from './planted/kubernetes.js';
import { FORMATS, TEXTS } from './planted/others.js';
import { type Files, PINNED, type Spot } from './planted/spot.js';
import { BAKE, SCRIPTS, WORKFLOWS } from './planted/workflows.js';

/** Harm in odd places and forms is found, or the place is named as not checked. Without the harm neither is said. */

/** A policy, and a file without findings that fail by it, so that something is checked in every case. */
const OTHERS: Files = {
  '.github/portside.yml': 'fail-on: { severity: medium, checks: { lint: { severity: low } } }\n',
  'other/Dockerfile': `FROM ${PINNED}\nUSER 1\nHEALTHCHECK NONE\n`,
};

function write(root: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path);
    rmSync(file, { force: true });
    if (content === null) continue;
    mkdirSync(dirname(file), { recursive: true });
    if (typeof content === 'string' || content instanceof Uint8Array) writeFileSync(file, content);
    else symlinkSync(content.link, file);
  }
}

/** What the report says about the spot: findings of its rules, or texts of findings and of rows that count. */
function saidBy(report: Report, { by }: Spot): string[] {
  const rows = report.coverage.flatMap(({ state, target, reason = '', informational }) =>
    state === 'not-covered' || state === 'partial' || state === 'failed'
      ? [`${informational ? '(not counted) ' : ''}${target}: ${reason}`]
      : [],
  );
  if (!(by instanceof RegExp))
    return report.findings.flatMap(({ rule, message }) => (by.includes(rule) ? [message] : []));
  const findings = report.findings.map(({ rule, message }) => `${rule} ${message}`);
  return [...findings, ...rows].filter((text) => by.test(text));
}

async function run(files: Files): Promise<Report> {
  const root = mkdtempSync(join(tmpdir(), 'portside-planted-'));
  try {
    write(root, { ...OTHERS, ...files });
    const options = readOptions('check', ['--offline'], { path: '', noColor: true }, NOW);
    return (await check(root, options, quietHost())).report;
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** The change from the fine files to the harmful ones. */
async function runChange(spot: Spot): Promise<Report> {
  const story = gitStory();
  try {
    write(story.root, { ...OTHERS, ...spot.fine });
    story.base({});
    write(story.root, spot.files);
    story.commit({});
    return await story.run();
  } finally {
    story.remove();
  }
}

const FAMILIES: readonly (readonly [string, readonly Spot[]])[] = [
  ['Dockerfiles', DOCKERFILES],
  ['Compose', COMPOSE],
  ['Kubernetes', KUBERNETES],
  ['GitOps', GITOPS],
  ['workflows', WORKFLOWS],
  ['Bake', BAKE],
  ['scripts', SCRIPTS],
  ['other formats', FORMATS],
  ['text', TEXTS],
];

const SPOTS = FAMILIES.flatMap(([family, spots]) =>
  spots.map((spot) => [`${family}: ${spot.name}`, spot] as const),
);
const chosen = (each: number, of: (spot: Spot) => boolean) =>
  sample(
    SPOTS.filter(([, spot]) => of(spot)),
    each,
    ([name]) => name,
  );

const said = (report: Report, spot: Spot) => ({
  isSaid: saidBy(report, spot).length > 0,
  isGreen: report.verdict.outcome === 'pass',
});

/** Whether findings say it, none of which the policy takes for high. */
function isRatedBelowTheGate({ findings }: Report, { by }: Spot): boolean {
  const own = findings.filter(({ rule, message }) =>
    by instanceof RegExp ? by.test(`${rule} ${message}`) : by.includes(rule),
  );
  return (
    own.length > 0 && own.every(({ severity }) => severity !== 'critical' && severity !== 'high')
  );
}

describe('in a repository', () => {
  it.each(chosen(10, ({ onlyAdded }) => !onlyAdded))('%s', async (_, spot) => {
    expect(said(await run(spot.files), spot)).toEqual({ isSaid: true, isGreen: false });
    expect(saidBy(await run(spot.fine), spot)).toEqual([]);
  });
});

describe('in a change', () => {
  it.each(chosen(18, () => true))('%s', async (_, spot) => {
    const report = await runChange(spot);
    const { isSaid, isGreen } = said(report, spot);
    expect(isSaid).toBe(true);
    if (!isRatedBelowTheGate(report, spot)) expect(isGreen).toBe(spot.hasOtherPurposes === true);
  });
});

it('at least 200 spots are planted, each under a name of its own', () => {
  expect(new Set(SPOTS.map(([name]) => name)).size).toBe(SPOTS.length);
  expect(SPOTS.length).toBeGreaterThanOrEqual(200);
});
