import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { check } from '../../src/check/check.js';
import { terminalHost } from '../../src/cli/terminal.js';
import type { Report } from '../../src/core/report.js';
import { readOptions } from '../../src/options/read-options.js';
import { NOW } from '../now.js';
import { sample } from '../sample.js';
import { quietHost } from '../vulnerabilities/fixtures.js';
import { CHECKOUTS, type Checkout, HARMFUL } from './planted/checkouts.js';
import { REQUESTS, type Request } from './planted/requests.js';
import { type Files, PINNED } from './planted/spot.js';

/** Checkouts that hide harm, and requests that cannot be met: none is green without a word, and each is named. */

/** Something that is checked and fine in every case. */
const OTHERS: Files = {
  'other/Dockerfile': `FROM ${PINNED}\nUSER 1\nHEALTHCHECK NONE\n`,
  '.github/portside.yml': 'fail-on: { severity: medium }\n',
};

function write(root: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    if (content === null) continue;
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    if (typeof content === 'string' || content instanceof Uint8Array) writeFileSync(file, content);
    else symlinkSync(content.link, file);
  }
}

/**
 * What the report says: findings with their rules, rows that count, and why it does not pass. With `isTold` also notes, and
 * rows that do not count.
 */
function textsOf(
  { findings, coverage, notes, verdict }: Report,
  isTold: boolean,
): readonly string[] {
  const rows = coverage.flatMap(({ state, target, reason = '', informational }) =>
    (informational && !isTold) || !['not-covered', 'partial', 'failed'].includes(state)
      ? []
      : [`${target}: ${reason}`],
  );
  if (isTold) rows.push(...notes.map(({ message }) => message));
  return [
    ...findings.map(({ rule, message }) => `${rule} ${message}`),
    ...rows,
    ...verdict.reasons,
  ];
}

interface Outcome {
  readonly isGreen: boolean;
  readonly texts: readonly string[];
}

async function outcomeOf(
  { label }: Checkout | Request,
  work: () => Promise<Report>,
): Promise<Outcome> {
  try {
    const report = await work();
    return { isGreen: report.verdict.outcome === 'pass', texts: textsOf(report, label === 'told') };
  } catch (error) {
    return { isGreen: false, texts: [String(error)] };
  }
}

async function inFolder<T>(work: (root: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'portside-scope-'));
  const root = join(folder, 'repository');
  mkdirSync(root);
  try {
    return await work(root);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const optionsOf = (words: readonly string[]) =>
  readOptions('check', ['--offline', ...words], { path: '', noColor: true }, NOW);

async function runCheckout(checkout: Checkout): Promise<Outcome> {
  return inFolder(async (root) => {
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', root, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim();
    git('init', '-qb', 'main');
    write(root, { ...OTHERS, ...HARMFUL, ...checkout.files });
    git('add', '-Af');
    git('commit', '-qm', 'all');
    const made = checkout.prepare(root, git);
    const folder = typeof made === 'string' ? made : root;
    const host = terminalHost({
      quiet: true,
      path: process.env.PATH ?? '',
      stderr: process.stderr,
    });
    return outcomeOf(checkout, async () => (await check(folder, optionsOf([]), host)).report);
  });
}

async function runRequest(request: Request): Promise<Outcome> {
  const { words = [], policy = '', files = {} } = request;
  return inFolder(async (root) => {
    const gate = `fail-on: { severity: medium }\n${policy}`;
    write(root, { ...OTHERS, '.github/portside.yml': policy === '[]\n' ? policy : gate, ...files });
    const named = words.map((word) => word.replace(/^@/, root));
    return outcomeOf(
      request,
      async () => (await check(root, optionsOf(named), quietHost())).report,
    );
  });
}

/** What is only told may be green. */
const said = ({ isGreen, texts }: Outcome, { label, by }: Checkout | Request) => ({
  isGreen: isGreen && label !== 'told',
  isSaid: texts.some((text) => by.test(text)) || texts,
});

describe('a checkout:', () => {
  it.each(
    sample(
      CHECKOUTS.map((one) => [one.name, one] as const),
      8,
      ([name]) => name,
    ),
  )('%s is named', async (_, one) => {
    expect(said(await runCheckout(one), one)).toEqual({ isGreen: false, isSaid: true });
  });
});

describe('a request:', () => {
  it.each(
    sample(
      REQUESTS.map((one) => [one.name, one] as const),
      8,
      ([name]) => name,
    ),
  )('%s is named', async (_, one) => {
    expect(said(await runRequest(one), one)).toEqual({ isGreen: false, isSaid: true });
  });
});
