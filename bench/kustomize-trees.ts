/**
 * The kustomizations of repositories, rendered by Portside and by the installed Kustomize.
 * node scripts/run.mjs bench/kustomize-trees.ts GIT_DIRECTORY... [--show RESULT]
 * Those with remote resources are not counted: neither of them downloads anything here.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { repositoryReader } from '../src/repository/repository-files.js';
import { comparedWith, RESULTS } from './kustomize-peer.js';

const PROGRAM = 'kustomize';
const args = process.argv.slice(2);
const at = args.indexOf('--show');
const shown = at < 0 ? undefined : args[at + 1];
const total = new Map<string, number>();
for (const directory of at < 0 ? args : args.slice(0, at)) {
  const counts = new Map<string, number>([...RESULTS, 'remote'].map((name) => [name, 0]));
  const root = mkdtempSync(join(tmpdir(), 'portside-trees-'));
  try {
    const git = ['--git-dir', directory, `--work-tree=${root}`];
    execFileSync('git', [...git, 'checkout', '--force', 'HEAD', '--', '.'], {
      env: { ...process.env, GIT_INDEX_FILE: join(root, '.index') },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    compareTree(root, counts);
  } finally {
    rmSync(root, { recursive: true });
  }
  console.log(`${basename(dirname(directory))}: ${described(counts)}`);
  for (const [name, count] of counts) total.set(name, (total.get(name) ?? 0) + count);
}
console.log(`all: ${described(total)}`);

function described(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([name, count]) => `${name} ${count}`).join(', ');
}

function compareTree(root: string, counts: Map<string, number>): void {
  const read = repositoryReader(root, 8 * 1024 * 1024);
  const names = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];
  const found = execFileSync(
    'find',
    [
      root,
      '-type',
      'f',
      ...names.flatMap((name, index) => [...(index > 0 ? ['-o'] : []), '-name', name]),
    ],
    { encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  for (const file of found.trim().split('\n').filter(Boolean).sort()) {
    const path = file.slice(root.length + 1);
    if (/^kind: *Component/m.test(read(path) ?? '')) continue;
    const run = spawnSync(PROGRAM, ['build', dirname(file)], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      timeout: 30_000,
      env: { ...process.env, HTTPS_PROXY: 'http://127.0.0.1:1', HTTP_PROXY: 'http://127.0.0.1:1' },
    });
    const theirs = run.status === 0 ? { text: run.stdout } : { error: run.stderr.slice(-400) };
    const { result, ours, ...rest } = comparedWith(theirs, read, path);
    const isRemote =
      / is remote$/.test(ours) || /dial tcp|git fetch|proxyconnect|127\.0\.0\.1:1/.test(run.stderr);
    const name = isRemote ? 'remote' : result;
    counts.set(name, (counts.get(name) ?? 0) + 1);
    if (name === shown) console.log(`${path}\n  ours   ${ours}\n  theirs ${rest.theirs}`);
  }
}
