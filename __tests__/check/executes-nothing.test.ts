import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { check } from '../../src/check/check.js';
import { terminalHost } from '../../src/cli/terminal.js';
import { readOptions } from '../../src/options/read-options.js';
import { dockerArchive, tar } from '../image/build-tar.js';
import { NOW } from '../now.js';

/** A check starts no program of the repository or the image that it checks. */

let folder: string;
let root: string;
let ran: string;
let program: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-hostile-'));
  root = join(folder, 'repository');
  ran = join(folder, 'ran');
  program = join(root, 'program.sh');
  mkdirSync(root);
});
afterEach(() => rmSync(folder, { recursive: true }));

const PROGRAMS = 'git hadolint shellcheck docker helm kustomize kubectl node npm make sh'.split(
  ' ',
);

/** The text of a program that leaves a mark. */
const script = () => `#!/bin/sh\ntouch '${ran}'\n`;

function write(path: string, text: string): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, 0o755);
}

/** A repository whose files and configuration name programs in many ways. */
function plant(): void {
  const git = (...args: string[]) => execFileSync('git', ['-C', root, ...args]);
  git('init', '-qb', 'main');
  write('program.sh', script());
  for (const name of PROGRAMS) {
    write(name, script());
    write(`node_modules/.bin/${name}`, script());
  }
  write('Dockerfile', `FROM scratch\nRUN ${program}\n`);
  write('compose.yaml', `services: { a: { build: ., command: ${program} } }\n`);
  write('docker-bake.hcl', 'target "a" { context = "." }\n');
  write('Makefile', `X := $(shell ${program})\nall:\n\tdocker build .\n`);
  write('package.json', JSON.stringify({ scripts: { preinstall: program, postinstall: program } }));
  write('.npmrc', `script-shell=${program}\n`);
  write('.envrc', script());
  write('sitecustomize.py', `import os; os.system("${program}")\n`);
  write('chart/Chart.yaml', 'apiVersion: v2\nname: a\nversion: 1.0.0\n');
  write('chart/templates/a.yaml', 'kind: {{ lookup "v1" "Pod" "a" "b" }}\n');
  write('k/kustomization.yaml', 'resources: []\ngenerators: [g.yaml]\n');
  write(
    'k/g.yaml',
    `apiVersion: a/v1\nkind: G\nmetadata: { name: a, annotations: { config.kubernetes.io/function: "exec: { path: ${program} }" } }\n`,
  );
  write('.github/portside.yml', 'rules: []\n');
  git('add', '-Af');
  git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'all');
  const keys =
    'core.fsmonitor core.pager core.editor core.sshCommand core.askPass credential.helper';
  // Git starts them by a shell.
  const command = program.includes(' ') ? `'${program}'` : program;
  for (const key of [...keys.split(' '), 'diff.external', 'alias.ls-files', 'filter.a.clean'])
    git('config', key, command);
  for (const hook of ['post-index-change', 'post-checkout', 'reference-transaction'])
    write(`.git/hooks/${hook}`, script());
}

/** An image whose entry point, health check and files are programs. */
function image(): string {
  const path = join(folder, 'image.tar');
  const files = [
    { name: 'program.sh', body: script(), mode: 0o755 },
    {
      name: 'usr/lib/python3.13/site-packages/a.pth',
      body: `import os; os.system("${program}")\n`,
    },
  ];
  const config = {
    config: { Entrypoint: ['/program.sh'], Healthcheck: { Test: ['CMD', '/program.sh'] } },
  };
  writeFileSync(path, dockerArchive([tar(files)], { config }));
  return path;
}

describe('a repository and an image that name programs', () => {
  it('start one if a person works in it', () => {
    plant();
    spawnSync('git', ['status'], { cwd: root });
    expect(existsSync(ran)).toBe(true);
  });

  it.each(['', '.', 'node_modules/.bin'])(
    'start none in a check, with "%s" in PATH',
    async (own) => {
      plant();
      rmSync(ran, { force: true });
      const cwd = process.cwd();
      const environment = process.env.PATH;
      process.chdir(root);
      try {
        const path = [...(own === '' ? [] : [own]), environment].join(delimiter);
        process.env.PATH = path;
        const host = terminalHost({ quiet: true, path, stderr: process.stderr });
        const words = ['--offline', '--verify-files', '--image', image()];
        const options = readOptions('check', words, { path, noColor: true }, NOW);
        const { report } = await check(root, options, host);
        expect(report.targets.length).toBeGreaterThan(1);
      } finally {
        process.chdir(cwd);
        process.env.PATH = environment;
      }
      expect(existsSync(ran)).toBe(false);
    },
  );
});
