import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CLI } from './dist.js';
import { requirePrograms } from './peers.js';

/** Go builds programs in three ways; the advisories are about functions of its standard library. */

const ADVISORIES = {
  'GO-1': { path: 'encoding/json', symbols: ['Unmarshal'] },
  'GO-2': { path: 'path', symbols: ['IsAbs'] },
  'GO-3': { path: 'slices', symbols: ['BinarySearchFunc'] },
  'GO-4': { path: 'container/list', symbols: ['List.PushBack', 'List.Len'] },
  'GO-5': { path: 'net/http', symbols: ['Transport.RoundTrip', 'Get'] },
  'GO-6': { path: 'os', symbols: ['Open', 'OpenFile'], goos: ['windows'] },
  'GO-7': { path: 'encoding/xml' },
  'GO-8': { path: 'runtime' },
};

/** Each program with the advisories that it has the functions of. */
const PROGRAMS = {
  json: {
    imports: ['encoding/json', 'os'],
    body: 'var v map[string]any\nos.Exit(len(os.Args) + map[bool]int{true: 1}[json.Unmarshal([]byte(os.Args[0]), &v) == nil])',
    linked: ['GO-1', 'GO-8'],
  },
  inlined: {
    imports: ['os', 'path'],
    body: 'if path.IsAbs(os.Args[0]) {\nprintln("absolute")\n}',
    linked: ['GO-2', 'GO-8'],
  },
  generic: {
    imports: ['container/list', 'os', 'slices', 'strings'],
    body: 'i, _ := slices.BinarySearchFunc(os.Args, "a", strings.Compare)\nl := list.New()\nl.PushBack(i)\nprintln(l.Front().Value.(int))',
    linked: ['GO-3', 'GO-4', 'GO-8'],
  },
};
const WAYS = ['plain', 'flags', 'strip'] as const;

let work: string;

beforeAll(() => {
  requirePrograms('go', 'strip');
  work = mkdtempSync(join(tmpdir(), 'portside-go-'));
  for (const [id, one] of Object.entries(ADVISORIES))
    write(`osv/Go/${id}.json`, {
      id,
      modified: new Date().toISOString(),
      affected: [
        {
          package: { ecosystem: 'Go', name: 'stdlib' },
          ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }] }],
          ecosystem_specific: { imports: [one] },
        },
      ],
    });
  for (const [name, { imports, body }] of Object.entries(PROGRAMS)) {
    const listed = imports.map((path) => `import "${path}"\n`).join('');
    write(`${name}/main.go`, `package main\n\n${listed}\nfunc main() {\n${body}\n}\n`);
    write(`${name}/go.mod`, `module example.com/${name}\n\ngo 1.21\n`);
    build(name, 'plain');
    build(name, 'flags', '-ldflags=-s -w');
    mkdirSync(join(work, 'strip'), { recursive: true });
    execFileSync('strip', ['-o', join(work, 'strip', name), join(work, 'plain', name)]);
  }
}, 600_000);

afterAll(() => {
  if (work) rmSync(work, { recursive: true, force: true });
});

describe.each(WAYS)('of programs that are built %s', (way) => {
  test.each(Object.entries(PROGRAMS))(
    'the functions that %s contains are known',
    (name, { linked }) => {
      const results = resultsOf(way, name);
      expect(results.filter(([, result]) => result === 'linked').map(([id]) => id)).toEqual(linked);
      // A package without functions may still have data in the program.
      expect(results.filter(([, result]) => result === 'unknown')).toEqual([['GO-7', 'unknown']]);
      expect(results).toHaveLength(Object.keys(ADVISORIES).length);
    },
  );
});

/** `GO-1` and `linked`, in the order of the ids. */
function resultsOf(way: string, name: string): readonly (readonly [string, string])[] {
  return findingsOf(way)
    .flatMap(({ rule, details: { evidence } }) =>
      evidence.programs
        .filter(({ path }) => path === name)
        .map(({ result }) => [rule, result] as const),
    )
    .sort(([a], [b]) => a.localeCompare(b, 'en'));
}

const scanned = new Map<string, readonly FoundVulnerability[]>();

/** One scan finds the functions of all programs that are built in a way. */
function findingsOf(way: string): readonly FoundVulnerability[] {
  const known = scanned.get(way);
  if (known) return known;
  const args = ['--only', 'vulnerability', '--advisories', 'osv', '--offline', '--format', 'json'];
  const scan = spawnSync('node', [CLI, 'scan', `dir:${way}`, ...args], {
    cwd: work,
    env: { PATH: process.env.PATH, HOME: work },
    encoding: 'utf8',
  });
  const { findings }: { findings: readonly FoundVulnerability[] } = JSON.parse(scan.stdout);
  scanned.set(way, findings);
  return findings;
}

interface FoundVulnerability {
  readonly rule: string;
  readonly details: {
    readonly evidence: {
      readonly programs: readonly { readonly path: string; readonly result: string }[];
    };
  };
}

function build(name: string, way: string, ...flags: readonly string[]): void {
  execFileSync('go', ['build', ...flags, '-o', join(work, way, name), '.'], {
    cwd: join(work, name),
    env: {
      PATH: process.env.PATH,
      HOME: work,
      GOFLAGS: '-buildvcs=false',
      GOTOOLCHAIN: 'local',
      GOPROXY: 'off',
      CGO_ENABLED: '0',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function write(path: string, content: string | object): void {
  const full = join(work, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, typeof content === 'string' ? content : JSON.stringify(content));
}
