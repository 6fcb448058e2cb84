import { posix } from 'node:path';
import type { ProgramFiles } from './program-files.js';
import { type BothVersions, fileTextOf } from './versions.js';

/** Commands that build a project in Python, which runs its setup.py and what its build system names. */
const BUILDS =
  /\b(?:pip[\d.]*|uv\s+pip)\s+(?:install|wheel|download)\s(?:[\s\S]*[\s"'=])?(?:\.{1,2}(?=[\s"'/[]|$)|\/|file:|[\w-]+\/(?!\/))|\b(?:poetry\s+(?:install|build)|uv\s+(?:sync|build|run)|pdm\s+(?:install|sync|build)|hatch\s+(?:build|run)|flit\s+(?:install|build)|maturin\s|python[\d.]*\s+-m\s+build\b|pipx\s+install\s+\.|tox\b|nox\b)/;

/** Tables of pyproject.toml that say how a project is built. */
const OF_BUILD =
  /^\[{1,2}\s*(?:build-system|tool\.(?:[\w-]+\.build\b|setuptools\.cmdclass|scikit-build|maturin))/;
/** Lines of these that name a program. */
const NAMES_PROGRAM = /^.*(?:build-backend|backend-path|path|cmdclass)\s*=.*$/gm;

/** Whether a command builds a project in Python, and a changed file has a part in how. */
export function changesPythonBuild(
  command: string,
  files: readonly string[],
  { programs, versions }: { readonly programs: ProgramFiles; readonly versions: BothVersions },
): boolean {
  return BUILDS.test(command) && files.some((one) => isPartOfBuild(one, programs, versions));
}

function isPartOfBuild(file: string, programs: ProgramFiles, versions: BothVersions): boolean {
  const name = posix.basename(file);
  const [before, after] = /^(?:setup\.cfg|pyproject\.toml)$/.test(name)
    ? [fileTextOf(versions.baseFolder, file) ?? '', fileTextOf(versions.root, file) ?? '']
    : ['', ''];
  if (/^(?:setup|build|hatch_build|pdm_build|noxfile)\.py$/.test(name)) return true;
  if (name === 'setup.cfg') return /cmdclass|build/.test(`${before}${after}`);
  if (name === 'pyproject.toml') return buildTables(before) !== buildTables(after);
  if (!name.endsWith('.py')) return false;
  const module = name === '__init__.py' ? posix.basename(posix.dirname(file)) : name.slice(0, -3);
  const word = new RegExp(`(?<![\\w-])${module.replace(/\W/g, '\\$&')}(?![\\w-])`);
  const importers = [
    ...programs.named('setup.py').map((path) => [path, importLines] as const),
    ...programs.named('pyproject.toml').map((path) => [path, programLines] as const),
  ];
  return importers.some(([path, partOf]) =>
    programs.textsOf(path)?.some((text) => word.test(partOf(text))),
  );
}

function importLines(text: string): string {
  return (text.match(/^[ \t]*(?:from|import)\s.*$/gm) ?? []).join('\n');
}

function programLines(text: string): string {
  return (buildTables(text).match(NAMES_PROGRAM) ?? []).join('\n');
}

/** The tables about the build, without comments. */
function buildTables(text: string): string {
  return text
    .split(/^(?=\[)/m)
    .filter((table) => OF_BUILD.test(table))
    .map((table) => table.replace(/^\s*(?:#.*)?\n/gm, '').trim())
    .join('\n');
}
