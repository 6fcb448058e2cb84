import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../../src/core/report.js';
import { sample } from '../../sample.js';
import { advisory, push } from '../replay-build.js';
import { buildImage } from './build-image.js';
import {
  type Day,
  dockerfileOf,
  filesOf,
  HISTORIES,
  type History,
  servedFiles,
  upgraded,
  userOf,
  type Versions,
} from './histories.js';
import {
  APK,
  checkRepository,
  doSteps,
  download,
  REMOVAL,
  stepsOf,
  UPGRADE,
  upgradeWorld,
  writeFiles,
} from './upgraded-repository.js';

const world = upgradeWorld();
const { folder } = world;

/** What was seen in a history. */
interface Seen {
  promised: number;
  left: number;
  /** Days on which the steps were offered. */
  readonly upgrades: number[];
  readonly removals: number[];
}

/** Does the steps of a history from day to day, as people would. */
async function live(history: History): Promise<Seen> {
  const seen: Seen = { promised: 0, left: 0, upgrades: [], removals: [] };
  const place = join(folder, String(history.number));
  mkdirSync(place);
  const name = `${world.registry.host}/acme/h${history.number}:1`;
  const digests = new Map<string, Versions>();
  const publish = ({ base }: Day) => {
    const digest = push(world.registry, {
      ...{ tag: '1', files: filesOf(history, base), created: '2026-11-10T00:00:00Z' },
      ...(userOf(history) !== undefined && { user: 'app' }),
      ...(history.shape === 'base-onbuild' && { onBuild: ['RUN x'] }),
    });
    digests.set(digest, base);
    return digest;
  };
  const first = history.days[0];
  if (!first) throw new Error('no day');
  const digest = publish(first);
  let text = dockerfileOf(history, history.isPinned ? `${name}@${digest}` : name);
  const original = text;
  for (const [number, day] of history.days.entries()) {
    publish(day);
    await serve(history, day, place);
    const baseNow = () => digests.get(digestIn(text)) ?? day.base;
    let report = await checked(text, { history, day, base: baseNow(), place });
    for (const step of stepsOf(report, UPGRADE)) {
      if (!step.notes[0]?.startsWith('The index')) continue;
      seen.upgrades.push(number);
      text = (await doSteps(place, report, [step.id])).text;
      expect((await doSteps(place, report, [step.id])).text).toBe(text);
      report = await checked(text, { history, day, base: baseNow(), place });
      seen.promised += step.findings.length;
      seen.left += report.findings.filter((one) => step.findings.includes(one.fingerprint)).length;
      expect(stepsOf(report, UPGRADE).map(({ title }) => title)).toEqual([]);
    }
    const [removal] = stepsOf(report, REMOVAL);
    if (!removal) continue;
    seen.removals.push(number);
    expect(removal.safe).toBe(true);
    text = (await doSteps(place, report, [...removal.after, removal.id])).text;
    report = await checked(text, { history, day, base: baseNow(), place });
    expect(findingsOf(report, history)).toEqual([]);
  }
  expect(text.replace(/@sha256:\w+/g, '')).toBe(original.replace(/@sha256:\w+/g, ''));
  return seen;
}

/** Of the last stage. */
function digestIn(text: string): string {
  return [...text.matchAll(/@(sha256:\w+)/g)].at(-1)?.[1] ?? '';
}

/** The vulnerabilities that the packages of the distribution have, without the held one. */
function findingsOf({ findings }: Report, { held }: History): readonly string[] {
  return findings.flatMap(({ check, message, subject }) =>
    check === 'vulnerability' && !(held && subject?.purl?.includes(`/${held}@`)) ? message : [],
  );
}

async function serve(history: History, day: Day, place: string): Promise<void> {
  world.server.files.clear();
  for (const [path, content] of servedFiles(history, day)) world.server.files.set(path, content);
  const isApk = history.system === 'apk';
  const read = download(place, world.server.addressOf, {
    distribution: isApk
      ? { id: 'alpine', version: '3.22.1' }
      : { id: 'debian', version: '12', codename: 'bookworm' },
    arch: isApk ? 'x86_64' : 'amd64',
    sources: isApk
      ? String(APK[2]?.body).trim().split('\n')
      : [
          'http://deb.debian.org/debian bookworm main',
          'http://deb.debian.org/debian bookworm-updates main',
          'http://deb.debian.org/debian-security bookworm-security main',
        ],
  });
  if (day.index === 'good' || day.index === 'without') await read;
  else await expect(read).rejects.toThrow(/cannot be used/);
  const ecosystem = isApk ? 'Alpine:v3.22' : 'Debian:12';
  for (const [source, version] of Object.entries(day.fixed)) {
    const id = `CVE-2026-${source.charCodeAt(0)}${history.number}`;
    const record = advisory(ecosystem, source, version, { id });
    writeFiles(place, { [`osv/${source}.json`]: JSON.stringify(record) });
  }
}

/** Builds the image, and checks the repository. */
async function checked(
  text: string,
  {
    history,
    day,
    base,
    place,
  }: {
    readonly history: History;
    readonly day: Day;
    readonly base: Versions;
    readonly place: string;
  },
): Promise<Report> {
  let installed = base;
  const user = userOf(history);
  const image = buildImage(text, {
    base: filesOf(history, base),
    ...(user !== undefined && { user }),
    run(command, by) {
      // An instruction of an earlier day whose index is gone is cached.
      const now: Day = day.index === 'gone' ? { ...day, index: 'good' } : day;
      const after = upgraded(history, now, installed, command, by);
      if (after) installed = after;
      return after && filesOf(history, after).slice(-1);
    },
  });
  if (!image) throw new Error(`the build fails:\n${text}`);
  writeFiles(place, { 'repo/Dockerfile': text, 'repo/image.tar': image });
  return checkRepository(place, ['--image', join(place, 'repo/image.tar')]);
}

describe('in a history of a base image and a package index', () => {
  const name = ({ number, system, shape, middle, isPinned, held, days }: History) =>
    `${number}: ${system}, ${shape}, base ${middle}${isPinned ? ', pinned' : ''}${held ? ', held' : ''}, ${days[0]?.index}`;
  test.each(sample(HISTORIES, 6, name).map((history) => [name(history), history] as const))(
    '%s, upgrades clear what they promise, and go when the base image has them, not before',
    async (_, history) => {
      const { promised, left, upgrades, removals } = await live(history);
      const caughtUp = history.days.findIndex((day) => day.caughtUp);
      expect(promised).toBeGreaterThan(0);
      expect({ left, removals }).toEqual({ left: 0, removals: [caughtUp] });
      expect(upgrades[0]).toBe(history.days[0]?.index === 'good' ? 0 : 1);
    },
  );
});
