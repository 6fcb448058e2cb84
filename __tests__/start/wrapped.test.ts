import { afterAll, describe, expect, it } from '@jest/globals';
import { dynamicElf } from '../evidence/dynamic-elf.js';
import { usesOf } from '../evidence/uses-of.js';
import { findingsOf, needsOf, removeImages } from '../hardening/inspect-image.js';
import { passwd, program } from '../hardening/rule-cases.js';
import type { TarMember } from '../image/build-tar.js';
import { sample } from '../sample.js';

afterAll(removeImages);

/** What may stand in front of a command and changes nothing of what runs. */
const FRONTS: readonly string[][] = [
  ['tini', '-e', '143', '--'],
  ['tini', '-e143', '-g', '--'],
  ['/sbin/tini', '-s', '-p', 'SIGTERM'],
  ['/usr/bin/tini-static', '-vv', '--'],
  ['docker-init', '--'],
  ['dumb-init', '--rewrite', '15:3', '--'],
  ['dumb-init', '-r', '15:3', '-c'],
  ['dumb-init', '--rewrite=15:3'],
  ['catatonit', '-g', '--'],
  ['env', 'A=1', 'B=2'],
  ['env', '-u', 'HOME', '-i', 'A=1'],
  ['env', '--unset=HOME', '--'],
  ['env', '-'],
  ['/usr/bin/env', '-S', 'A=1 nice -n 5'],
  ['nice', '-n', '5'],
  ['nice', '-n5'],
  ['nice', '-5'],
  ['nice', '--adjustment=5'],
  ['nice', '--adjustment', '5', '--'],
  ['nice', '-n', '-5'],
  ['ionice', '-c', '2', '-n', '0'],
  ['ionice', '-c2', '-n0', '-t'],
  ['nohup'],
  ['setsid', '-w'],
  ['stdbuf', '-oL', '-e', '0'],
  ['stdbuf', '--output=L'],
  ['timeout', '-k', '5', '1d'],
  ['timeout', '--signal', 'KILL', '--foreground', '1d'],
  ['timeout', '-vs', 'KILL', '1d'],
  ['taskset', '-c', '0-3'],
  ['chrt', '-f', '10'],
  ['numactl', '-l', '--interleave', 'all'],
  ['linux64'],
  ['time', '-f', '%e'],
  ['flock', '-w', '5', '/run/lock'],
  ['busybox', 'nice', '-n', '5'],
  ['with-contenv'],
  ['tini', '-e', '143', '--', 'nice', '-n', '5', 'env', 'A=1'],
];

const ELF = dynamicElf({ interpreter: '/lib64/ld-linux-x86-64.so.2' });

const quoted = (words: readonly string[]) => words.map((word) => `'${word}'`).join(' ');

/** The forms of a command: a JSON array, the shell form, a shell that runs it, a login shell. */
const FORMS: readonly [string, (words: readonly string[]) => readonly string[]][] = [
  ['as a list', (words) => words],
  ['in the shell form', (words) => ['/bin/sh', '-c', quoted(words)]],
  ['with exec', (words) => ['/bin/sh', '-c', `exec ${quoted(words)}`]],
  ['in a login shell', (words) => ['bash', '-e', '-lc', quoted(words)]],
];

const CASES = sample(
  FRONTS.flatMap((front) =>
    FORMS.map(
      ([form, of]) =>
        [front.join(' '), form, (words: string[]) => of([...front, ...words])] as const,
    ),
  ),
  4,
  ([front, form]) => `${front} ${form}`,
);

const names = [
  ...new Set(FRONTS.flatMap((front) => front.flatMap((word) => word.split(' ')))),
].filter((word) => /^[a-z/]/.test(word));
/** The programs, so that usage finds them. */
const PROGRAMS: TarMember[] = ['bin/sh', 'bin/bash', 'usr/bin/server', ...names].map((name) =>
  program(name.includes('/') ? name.replace(/^\//, '') : `usr/bin/${name}`),
);

const START = '#!/bin/sh\nchown -R app /data\necho 1 > /data/pid\nexec gosu app server\n';
const IMAGE: TarMember[] = [
  passwd('root:x:0:0::/root:/bin/sh\napp:x:101:102::/home/app:/bin/sh\n'),
  { name: 'entry.sh', body: START, mode: 0o755 },
  { name: 'data', type: '5', uid: 0, gid: 0, mode: 0o755 },
  program('usr/bin/gosu'),
  ...PROGRAMS,
];

async function needsFor(words: readonly string[]) {
  const { facts, unknown } = await needsOf({ layers: [IMAGE], config: { Entrypoint: words } });
  return {
    unknown,
    capabilities: facts?.capabilities.map(({ name }) => name),
    writable: facts?.writable.map(({ path }) => path),
    rootReason: facts?.rootReason,
  };
}

const FILES = Object.fromEntries(
  [...PROGRAMS, program('usr/bin/other')].map(({ name }) => [name, ELF]),
);
const OWNED = { used: ['usr/bin/server'], unused: ['usr/bin/other'] };

async function usesFor(words: readonly string[]) {
  const uses = await usesOf({ Cmd: words }, FILES, OWNED);
  return [...uses].map(([name, { state }]) => `${name} ${state}`).sort();
}

describe('a wrapper in front of a command', () => {
  const alone = { needs: needsFor(['/entry.sh']), uses: usesFor(['server', '-x']) };

  it('could hide a script with needs, and a program that is used', async () => {
    expect(await alone.needs).toMatchObject({
      capabilities: expect.arrayContaining(['CHOWN', 'SETGID', 'SETUID']),
      writable: expect.arrayContaining(['/data']),
      rootReason: 'entry.sh:4 becomes app, which only root can do',
    });
    expect(await alone.uses).toEqual(['unused no-evidence', 'used loaded']);
  });

  it.each(CASES)('"%s" %s changes nothing of what the image needs', async (_front, _form, of) => {
    const { capabilities, ...wrapped } = await needsFor(of(['/entry.sh']));
    // A small init also sends signals to the program.
    const needed = capabilities?.filter((one) => one !== 'KILL');
    expect({ ...wrapped, capabilities: needed }).toEqual(await alone.needs);
  });

  it.each([
    [['tini', '--', '/entry.sh']],
    [['/bin/sh', '-c', 'exec /sbin/tini -- /entry.sh']],
    [['nice', '-n', '5', 'docker-init', '/entry.sh']],
  ])('%j has an init that sends signals to the program', async (words) => {
    expect((await needsFor(words)).capabilities).toContain('KILL');
  });

  it.each(CASES)('"%s" %s hides neither a wait nor a server', async (_front, _form, of) => {
    const ofCommand = async (rule: string, words: string[]) =>
      findingsOf(rule, { layers: [PROGRAMS], config: { Cmd: of(words) } });
    expect(await ofCommand('IMG-IDLE', ['sleep', 'infinity'])).toEqual([
      'low CMD: Container only runs sleep infinity',
    ]);
    expect(await ofCommand('IMG-SERVER', ['sshd', '-D'])).toEqual([
      'low CMD: Container starts an SSH server (sshd)',
    ]);
  });

  it.each(CASES)('"%s" %s leaves the evidence of use as it is', async (_front, _form, of) => {
    expect(await usesFor(of(['server', '-x']))).toEqual(await alone.uses);
  });
});
