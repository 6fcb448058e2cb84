import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { untouchedParts } from '../../src/baseline/untouched.js';
import type { Finding } from '../../src/core/finding.js';

/** RUN does other things when a program of the repository that it runs changes, although its text is the same. */

let work: string;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'portside-programs-'));
});
afterEach(() => rmSync(work, { recursive: true }));

type Files = Readonly<Record<string, string>>;

const FINDINGS = {
  'of a package': {
    check: 'vulnerability',
    subject: { image: 'app:1', layer: 0, purl: 'pkg:deb/debian/curl@8' },
  },
  'of a setuid file': {
    check: 'hardening',
    subject: { image: 'app:1', layer: 0, path: 'usr/bin/su' },
  },
};

function write(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(work, folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, 'latin1');
  }
}

/** The kinds of findings of the base image that no longer count as existing. */
function touched(lines: string, before: Files, change: Files, after = lines): string[] {
  const text = (run: string) => `FROM debian:13\n${run}\n`;
  write('base', { Dockerfile: text(lines), ...before });
  write('root', { ...before, Dockerfile: text(after), ...change });
  const findings = Object.entries(FINDINGS).map(
    ([message, over]) =>
      ({
        rule: 'R',
        message,
        origin: { kind: 'base-image', image: 'debian:13' },
        location: { path: 'Dockerfile', startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
        ...over,
      }) as Finding,
  );
  const changed = [...Object.keys(change), ...(after === lines ? [] : ['Dockerfile'])];
  const kept = untouchedParts(
    { findings, packages: [], targets: [{ kind: 'image', name: 'app:1' }] },
    {
      root: join(work, 'root'),
      baseFolder: join(work, 'base'),
      changed: new Set(changed),
      newNames: new Map(),
    },
  );
  return Object.keys(FINDINGS).filter((one) => kept.findings.every((f) => f.message !== one));
}

const json = (scripts: object, more: object = {}) => JSON.stringify({ scripts, ...more });
const [OLD, NEW] = [json({ setup: 'apk upgrade' }), json({ setup: 'true' })];
const MAKE = 'all: fix\n\techo\nfix:\n\t@go run ./tools/fix\nlint:\n\teslint lint.js\n';
const pom = (plugin: string) => `<project><build><plugins>${plugin}</plugins></build></project>`;
const dependency = (name: string, version: string) =>
  `<dependencies><dependency><artifactId>${name}</artifactId><version>${version}</version></dependency></dependencies>`;
const ARCHIVE = '\x1f\x8b\x08\x00\xff';

describe('a finding that RUN may have cleared is not existing', () => {
  it.each<[string, string, Files, Files]>([
    ['a script of npm', 'RUN npm run setup', { 'package.json': OLD }, { 'package.json': NEW }],
    ['one of yarn', 'RUN yarn setup', { 'package.json': OLD }, { 'package.json': NEW }],
    [
      'one of a workspace of pnpm',
      'RUN pnpm --filter x run setup',
      { 'x/package.json': OLD },
      { 'x/package.json': NEW },
    ],
    ['one of bun', 'RUN bun run setup', { 'package.json': OLD }, { 'package.json': NEW }],
    [
      'one that another user runs',
      'RUN su app -c "npm run setup"',
      { 'package.json': OLD },
      { 'package.json': NEW },
    ],
    [
      'one that runs before it',
      'RUN npm run setup',
      { 'package.json': json({ setup: 'a', presetup: 'apk upgrade' }) },
      { 'package.json': json({ setup: 'a' }) },
    ],
    [
      'one that it runs',
      'RUN npm run a',
      { 'package.json': json({ a: 'npm run b', b: 'apk upgrade' }) },
      { 'package.json': json({ a: 'npm run b', b: 'true' }) },
    ],
    [
      'one that an installation runs',
      'RUN npm ci',
      { 'package.json': json({ postinstall: 'apk upgrade' }) },
      { 'package.json': json({}) },
    ],
    [
      'a program of a script of npm',
      'RUN npm run setup',
      { 'package.json': json({ setup: 'node tools/fix' }), 'tools/fix.js': 'a' },
      { 'tools/fix.js': 'b' },
    ],
    [
      'a module of a program of npm',
      'RUN npm run setup',
      {
        'package.json': json({ setup: 'node tools/fix.mjs' }),
        'tools/fix.mjs': "import { fix } from '../lib/how.js';",
        'lib/how.js': 'a',
      },
      { 'lib/how.js': 'b' },
    ],
    [
      'a module of a program',
      'RUN node tools/fix.js',
      { 'tools/fix.js': "require('./how')", 'tools/how.js': 'a' },
      { 'tools/how.js': 'b' },
    ],
    [
      'a program of a package in a folder',
      'WORKDIR /app\nCOPY x .\nRUN node tools/fix',
      { 'x/tools/fix/index.js': 'a' },
      { 'x/tools/fix/index.js': 'b' },
    ],
    [
      'a script of composer',
      'RUN composer install',
      { 'composer.json': json({ 'post-install-cmd': ['apk upgrade'] }) },
      { 'composer.json': json({}) },
    ],
    ['a program in Go', 'RUN go run ./x', { 'x/main.go': 'a' }, { 'x/main.go': 'b' }],
    ['a program in Rust', 'RUN cargo run', { 'src/main.rs': 'a' }, { 'src/main.rs': 'b' }],
    ['a script of a build in Rust', 'RUN cargo build', { 'build.rs': 'a' }, { 'build.rs': 'b' }],
    ['a program in C#', 'RUN dotnet run', { 'Main.cs': 'a' }, { 'Main.cs': 'b' }],
    ['setup.py', 'RUN pip install .', { 'setup.py': 'a' }, { 'setup.py': 'b' }],
    [
      'setup.py of a folder',
      'RUN pip3 install -e ./x',
      { 'x/setup.py': 'a' },
      { 'x/setup.py': '' },
    ],
    ['setup.py by name', 'RUN python setup.py install', { 'setup.py': 'a' }, { 'setup.py': 'b' }],
    [
      'a module of setup.py',
      'RUN pip install .',
      { 'setup.py': 'from helpers import fix', 'helpers.py': 'a' },
      { 'helpers.py': 'b' },
    ],
    [
      'the build system of a project in Python',
      'RUN uv pip install .',
      { 'pyproject.toml': '[build-system]\nbuild-backend = "a"\n[project]\n' },
      { 'pyproject.toml': '[build-system]\nbuild-backend = "b"\n[project]\n' },
    ],
    [
      'a program that another one starts',
      'RUN poetry run fix.sh',
      { 'fix.sh': 'a' },
      { 'fix.sh': 'b' },
    ],
    [
      'a program of a Makefile',
      'RUN make all',
      { Makefile: MAKE, 'tools/fix/main.go': 'a' },
      { 'tools/fix/main.go': 'b' },
    ],
    [
      'a script of npm in a Makefile',
      'RUN make',
      { Makefile: 'all:\n\tnpm run setup\n', 'package.json': OLD },
      { 'package.json': NEW },
    ],
    [
      'a script of npm in a script',
      'COPY s /s\nRUN sh /s/a.sh',
      { 's/a.sh': 'npm run setup', 'package.json': OLD },
      { 'package.json': NEW },
    ],
    [
      'an archive that ADD unpacks',
      'ADD x.tar.gz /opt\nRUN /opt/fix --all',
      { 'x.tar.gz': ARCHIVE },
      { 'x.tar.gz': `${ARCHIVE}1` },
    ],
    [
      'an archive with a program in PATH',
      'ADD x.tar.gz /usr/local/\nRUN fix --all',
      { 'x.tar.gz': ARCHIVE },
      { 'x.tar.gz': `${ARCHIVE}1` },
    ],
    [
      'an archive that a pattern names',
      'COPY x.tgz /t/\nRUN tar -xf /t/*.tgz -C /\nRUN fix',
      { 'x.tgz': ARCHIVE },
      { 'x.tgz': `${ARCHIVE}1` },
    ],
    [
      'an archive that is mounted',
      'RUN --mount=type=bind,target=/t unzip "/t/$NAME.zip"\nRUN fix',
      { 'x.zip': ARCHIVE },
      { 'x.zip': `${ARCHIVE}1` },
    ],
    [
      'a goal of Maven',
      'RUN mvn -B package',
      {
        'pom.xml': pom('<plugin><artifactId>exec</artifactId><executable>a</executable></plugin>'),
      },
      {
        'pom.xml': pom('<plugin><artifactId>exec</artifactId><executable>b</executable></plugin>'),
      },
    ],
    [
      'a dependency of a plugin of Maven',
      'RUN ./mvnw package',
      { 'pom.xml': pom(`<plugin><dependencies>${dependency('a', '1')}</dependencies></plugin>`) },
      { 'pom.xml': pom(`<plugin><dependencies>${dependency('b', '1')}</dependencies></plugin>`) },
    ],
    [
      'a property that a plugin of Maven uses',
      'RUN mvn package',
      { 'pom.xml': '<properties><program>a</program></properties>' },
      { 'pom.xml': '<properties><program>b</program></properties>' },
    ],
    [
      'an extension of Maven',
      'RUN mvn package',
      { '.mvn/extensions.xml': 'a' },
      { '.mvn/extensions.xml': 'b' },
    ],
    [
      'a task of Gradle',
      'RUN ./gradlew build',
      { 'build.gradle': 'task fix(type: Exec) {\n  commandLine "a"\n}\n' },
      { 'build.gradle': 'task fix(type: Exec) {\n  commandLine "b"\n}\n' },
    ],
    [
      'a plugin of Gradle of the repository',
      'RUN gradle -p x build',
      { 'x/buildSrc/src/main/kotlin/fix.kt': 'a' },
      { 'x/buildSrc/src/main/kotlin/fix.kt': 'b' },
    ],
    [
      'a call in a Gemfile',
      'RUN bundle install',
      { Gemfile: "gem 'a'\nsystem('a')\n" },
      { Gemfile: "gem 'a'\nsystem('b')\n" },
    ],
    [
      'a command in the name of a gem',
      'RUN bundle install',
      { Gemfile: "gem 'a'\n" },
      { Gemfile: 'gem `apk upgrade`\n' },
    ],
    ['a Rakefile', 'RUN bundle exec rake x', { Rakefile: 'a' }, { Rakefile: 'b' }],
    [
      'a task of Rails',
      'RUN bin/rails x',
      { 'lib/tasks/x.rake': 'a' },
      { 'lib/tasks/x.rake': 'b' },
    ],
    [
      'a target of MSBuild',
      'RUN dotnet publish -c Release',
      { 'Directory.Build.targets': '<Target Name="a"><Exec Command="a" /></Target>' },
      { 'Directory.Build.targets': '<Target Name="a"><Exec Command="b" /></Target>' },
    ],
    ['CMake', 'RUN cmake -B b', { 'CMakeLists.txt': 'a' }, { 'CMakeLists.txt': 'b' }],
    [
      'the configuration of a bundler that npm runs',
      'RUN npm run build',
      { 'package.json': json({ build: 'vite build' }), 'vite.config.ts': 'a' },
      { 'vite.config.ts': 'b' },
    ],
    [
      'a copy with another name',
      'COPY tool /usr/bin/fix\nRUN fix --all',
      { tool: ARCHIVE },
      { tool: `${ARCHIVE}1` },
    ],
  ])('if %s changes', (_, run, before, change) => {
    const lines = run.includes('COPY') || run.includes('ADD') ? run : `COPY . /\n${run}`;
    expect(touched(lines, before, change)).toEqual(['of a package', 'of a setuid file']);
  });

  it('if a program of another stage changes', () => {
    write('base', {});
    const stages = 'COPY . .\nRUN go build -o /out/fix .\nFROM debian:13\n';
    const text = `${stages}COPY --from=0 /out/fix /usr/local/bin/fix\nRUN fix\n`;
    const files = { Dockerfile: `FROM golang:1\n${text}`, 'main.go': 'a' };
    write('base', files);
    write('root', { ...files, 'main.go': 'b' });
    const location = { path: 'Dockerfile', startLine: 4, startColumn: 1, endLine: 4, endColumn: 2 };
    const origin = { kind: 'base-image', image: 'debian:13' };
    const finding = { rule: 'R', location, origin, ...FINDINGS['of a setuid file'] } as Finding;
    const folders = { root: join(work, 'root'), baseFolder: join(work, 'base') };
    const kept = untouchedParts(
      { findings: [finding], packages: [], targets: [{ kind: 'image', name: 'app:1' }] },
      { ...folders, changed: new Set(['main.go']), newNames: new Map() },
    );
    expect(kept.findings).toEqual([]);
  });

  it.each([
    'npm run setup',
    'yarn setup',
    'npx fix',
    'go run ./x',
    'bundle exec rake',
    'uv run fix',
  ])('if the change removes RUN %s', (command) => {
    expect(touched(`RUN ${command}`, {}, {}, 'RUN true')).toContain('of a package');
  });
});

describe('a finding that RUN did not clear is existing', () => {
  it.each<[string, string, Files, Files]>([
    [
      'another script of npm',
      'RUN npm run setup',
      { 'package.json': json({ setup: 'a', lint: 'b' }) },
      { 'package.json': json({ setup: 'a', lint: 'c' }) },
    ],
    [
      'a dependency of npm',
      'RUN npm ci && npm run setup',
      { 'package.json': json({ setup: 'tsc' }, { dependencies: { a: '1' } }) },
      { 'package.json': json({ setup: 'tsc' }, { dependencies: { a: '2' } }) },
    ],
    [
      'a source of a script of npm',
      'RUN npm run build',
      { 'package.json': json({ build: 'vite build' }), 'src/a.ts': 'a' },
      { 'src/a.ts': 'b' },
    ],
    [
      'a source that no module of a program names',
      'RUN node tools/fix.js',
      { 'tools/fix.js': "require('./how')", 'tools/how.js': 'a', 'src/a.js': 'a' },
      { 'src/a.js': 'b' },
    ],
    ['a source in Go that is built', 'RUN go build ./x', { 'x/a.go': 'a' }, { 'x/a.go': 'b' }],
    [
      'a source in Go, and a tool of another module runs',
      'RUN go run example.com/tool@v1 ./...',
      { 'x/a.go': 'a' },
      { 'x/a.go': 'b' },
    ],
    [
      'a dependency and its version of Maven',
      'RUN mvn package',
      { 'pom.xml': `${dependency('a', '1')}${pom('<plugin><version>1</version></plugin>')}` },
      { 'pom.xml': `${dependency('b', '2')}${pom('<plugin><version>2</version></plugin>')}` },
    ],
    [
      'a dependency of Gradle',
      'RUN gradle build',
      { 'build.gradle': 'dependencies {\n  implementation "a:a:1.0"\n}\n' },
      { 'build.gradle': 'dependencies {\n  implementation("a:b:1.1")\n}\n// a\n' },
    ],
    [
      'a plugin of Gradle in another version',
      'RUN gradle build',
      { 'build.gradle.kts': 'id("a") version "1.0"\n' },
      { 'build.gradle.kts': 'id("a") version "1.1"\n' },
    ],
    [
      'a gem',
      'RUN bundle install',
      { Gemfile: "gem 'a', '~> 1.0', require: false\n" },
      { Gemfile: "gem 'b', '~> 2.0', require: false\n# b\n" },
    ],
    ['a source in Java', 'RUN mvn package', { 'src/A.java': 'a' }, { 'src/A.java': 'b' }],
    [
      'a package in C#',
      'RUN dotnet publish',
      { 'a.csproj': '<PackageReference Include="a" Version="1" />' },
      { 'a.csproj': '<PackageReference Include="b" Version="2" />' },
    ],
    ['a source in Python', 'RUN pip install .', { 'x/a.py': 'a' }, { 'x/a.py': 'b' }],
    [
      'a dependency in Python',
      'RUN pip install .',
      { 'pyproject.toml': '[build-system]\nrequires = []\n[project]\nname = "a"\n' },
      { 'pyproject.toml': '[build-system]\nrequires = []\n[project]\nname = "b"\n' },
    ],
    [
      'a source in Go, for another target of a Makefile',
      'RUN make lint',
      { Makefile: MAKE, 'tools/fix/main.go': 'a' },
      { 'tools/fix/main.go': 'b' },
    ],
    [
      'a copied program, and another one runs',
      'COPY tool /usr/bin/fix\nRUN apt-get update',
      { tool: ARCHIVE },
      { tool: `${ARCHIVE}1` },
    ],
    [
      'an archive, and a package manager runs',
      'ADD x.tar.gz /opt\nRUN apt-get install -y curl && rm -rf /var/lib/apt/lists/*',
      { 'x.tar.gz': ARCHIVE },
      { 'x.tar.gz': `${ARCHIVE}1` },
    ],
    [
      'prose, next to a long script and a program',
      'COPY . /s\nRUN /s/long.sh && /s/big && make',
      {
        'long.sh': 'echo a\n'.repeat(3_000),
        big: '\0'.repeat(300_000),
        Makefile: 'all:\n\techo\n'.repeat(2_000),
        'a.md': 'a',
      },
      { 'a.md': 'b' },
    ],
    [
      'a script of npm that runs itself',
      'RUN npm run a',
      { 'package.json': json({ a: 'npm run b', b: 'npm run a' }), 'src/a.ts': '' },
      { 'src/a.ts': 'a' },
    ],
  ])('if the change is in %s', (_, run, before, change) => {
    const lines = run.includes('COPY') || run.includes('ADD') ? run : `COPY . /\n${run}`;
    expect(touched(lines, before, change)).toEqual([]);
  });
});

it('a script in one of very many changed folders may have cleared it', () => {
  const folders = Array.from({ length: 150 }, (_, i) => `a${i}/x.txt`);
  const all = (text: string) => Object.fromEntries(folders.map((path) => [path, text]));
  const lines = 'COPY . /\nRUN npm run setup';
  const before = { ...all('a'), 'z/package.json': OLD };
  expect(touched(lines, before, { ...all('b'), 'z/package.json': NEW })).toHaveLength(2);
});

/** Each line is as long as a program may be that is followed. */
const LONG = 250_000;

it.each<[string, string, Files]>([
  ['an import', 'node a.js', { 'a.js': `import${' '.repeat(LONG)}` }],
  ['blank lines of setup.py', 'pip install .', { 'setup.py': '\n'.repeat(LONG) }],
  ['one target of a Makefile', 'make', { Makefile: 'a:\n'.repeat(LONG / 3) }],
  [
    'many targets of a Makefile',
    'make',
    { Makefile: Array.from({ length: LONG / 14 }, (_, i) => `t${i}: t${i + 1}\n`).join('') },
  ],
  ['the words of a command', `${'npx tar -c '.repeat(LONG / 11)}x`, {}],
])('is found in time that does not grow with the square of %s', (_, run, before) => {
  const change = { 'm.py': 'b', 'm.js': 'b' };
  expect(touched(`COPY . /a\nRUN ${run}`, { ...before, 'm.py': 'a', 'm.js': 'a' }, change)).toEqual(
    expect.any(Array),
  );
});
