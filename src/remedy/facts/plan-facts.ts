import { isLockfile } from '../../builds/lockfiles/is-lockfile.js';
import { affectedPurls } from '../../core/affected-packages.js';
import { type Finding, originOf } from '../../core/finding.js';
import type { Package } from '../../core/package.js';
import { isDistributionPackage, parsePackageUrl } from '../../core/package-url.js';
import type { PlanChange } from '../../core/plan.js';
import { pythonName } from '../../core/python-name.js';
import type { Inspection } from '../../core/report.js';
import { groupBy } from '../../lib/group-by.js';
import { repositoryReader } from '../../repository/repository-files.js';
import { editFile } from '../edit/edit.js';
import type { PlanFacts, PythonNeeds, PythonRange } from '../plan/facts.js';
import { declarationsOf, isRaised, otherVersionsOf } from './declarations.js';
import { disagreementOf } from './disagreement.js';
import { layerFacts, type ReadText } from './layer-facts.js';
import { namedLists, type ProjectText } from './requirement-files.js';

/** The files of a repository that can declare packages of an image. */
export interface DeclaringFiles {
  readonly root: string;
  readonly paths: readonly string[];
}

/** Lockfiles are larger than other text files, and a repository has few. */
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_FILES = 200;
/** Characters of all files together. */
const MAX_CHARACTERS = 64 * 1024 * 1024;

/** What the plan needs to know besides the findings, as far as the files of the repository say it. */
export function planFacts(
  {
    findings,
    packages,
    targets,
    removable = [],
  }: Pick<Inspection, 'findings' | 'packages' | 'targets' | 'removable'>,
  files: DeclaringFiles,
  bases: PlanFacts['bases'] = [],
  builds?: PlanFacts['builds'],
): PlanFacts {
  const read = repositoryReader(files.root);
  const declared = vulnerablePackages(findings, packages);
  const texts = declared.length > 0 ? readFiles(files) : [];
  const declarations = declarationsOf(declared, texts);
  return {
    layers: layerFacts(targets, read),
    removable,
    bases,
    ...(builds && { builds }),
    python: pythonNeeds(packages),
    declarations,
    otherVersions: otherVersionsOf(declared, texts, declarations),
    disagreements: disagreementsOf(texts, files.root),
    ...editsOf(read),
  };
}

/** The lockfiles that do not fit their lists of dependencies, by path. */
function disagreementsOf(
  texts: readonly ProjectText[],
  root: string,
): NonNullable<PlanFacts['disagreements']> {
  const known = new Map(texts.map(({ path, text }) => [path, text]));
  const readOther = repositoryReader(root, MAX_BYTES);
  const found = [...known.keys()]
    .filter(isLockfile)
    .map(
      (path) => [path, disagreementOf(path, (one) => known.get(one) ?? readOther(one))] as const,
    );
  return new Map(found.flatMap(([path, one]) => (one ? [[path, one] as const] : [])));
}

/** What the editor says to changes. The text of each file is read once. */
function editsOf(read: ReadText): Required<Pick<PlanFacts, 'isMade' | 'whyRefused'>> {
  const texts = new Map<string, string | undefined>();
  const textOf = (path: string) => {
    if (!texts.has(path)) texts.set(path, read(path));
    return texts.get(path);
  };
  return {
    isMade(change) {
      const text = change.path === undefined ? undefined : textOf(change.path);
      if (text === undefined) return false;
      return change.kind === 'locked-package'
        ? isRaised(text, change)
        : editFile(text, change).kind === 'unchanged';
    },
    whyRefused(change) {
      const text = IN_DOCKERFILES.has(change.kind) ? textOf(change.path ?? '') : undefined;
      const result = text === undefined ? undefined : editFile(text, change);
      return result?.kind === 'refused' ? result.reason : undefined;
    },
  };
}

/** Other changes need more than the text of one file. */
const IN_DOCKERFILES: ReadonlySet<PlanChange['kind']> = new Set([
  'image',
  'installed-package',
  'upgrade',
  'retired-upgrade',
]);

function pythonNeeds(packages: readonly Package[]): ReadonlyMap<string, PythonNeeds> {
  const needs = new Map<string, { readonly neededBy: string[]; readonly ranges: PythonRange[] }>();
  for (const { type, name, version, facts } of packages) {
    if (type !== 'pypi') continue;
    const accepted = groupBy(facts?.ranges ?? [], (one) => pythonName(one.name));
    for (const other of facts?.dependencies ?? []) {
      const need = needs.get(other) ?? { neededBy: [], ranges: [] };
      need.neededBy.push(name);
      const ranges = accepted.get(pythonName(parsePackageUrl(other)?.name ?? '')) ?? [];
      need.ranges.push(...ranges.map(({ range }) => ({ name, version, range })));
      needs.set(other, need);
    }
  }
  return needs;
}

/** The packages of languages that findings are about, without those that are only in the base image. */
function vulnerablePackages(
  findings: readonly Finding[],
  packages: readonly Package[],
): readonly Package[] {
  const purls = new Set(
    findings
      .filter((finding) => originOf(finding)?.kind !== 'base-image')
      .flatMap(affectedPurls)
      .filter((purl) => !isDistributionPackage(purl)),
  );
  const byPurl = new Map(packages.map((one) => [one.purl, one]));
  return [...purls].flatMap((purl) => byPurl.get(purl) ?? []);
}

/** The files with the shortest paths, until there is too much text. */
function readFiles({ root, paths }: DeclaringFiles): readonly ProjectText[] {
  const read = repositoryReader(root, MAX_BYTES);
  const files: ProjectText[] = [];
  let left = MAX_CHARACTERS;
  const depth = (path: string) => path.split('/').length;
  for (const path of paths.toSorted((a, b) => depth(a) - depth(b)).slice(0, MAX_FILES)) {
    const text = read(path);
    if (text === undefined) continue;
    left -= text.length;
    if (left < 0) break;
    files.push({ path, text });
  }
  return [...files, ...namedLists(files, repositoryReader(root))];
}
