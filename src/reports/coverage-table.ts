import { CHECK_NAMES } from '../core/check-names.js';
import { type Coverage, isGap } from '../core/coverage.js';
import type { Check } from '../core/finding.js';
import type { Package } from '../core/package.js';
import { parsePackageUrl } from '../core/package-url.js';
import type { Report } from '../core/report.js';
import { groupBy } from '../lib/group-by.js';
import { pluralize } from '../lib/text.js';
import { allowanceOf, checkNames, countGaps, gapState, gapsOf, gapTarget } from './gaps.js';

/** One line of the coverage of a report: the checks of a target that have the same state for the same reason. */
export interface CoverageLine {
  readonly target: string;
  /** `vulnerability, secret` */
  readonly checks: string;
  /** `checked`, or `not covered: this is a Helm chart`. */
  readonly state: string;
}

/** The coverage as lines, gaps first. Not escaped. */
export function coverageLines(coverage: readonly Coverage[]): CoverageLine[] {
  const gapsFirst = [...coverage].sort((a, b) => Number(isGap(b)) - Number(isGap(a)));
  const groups = groupBy(gapsFirst, (row) =>
    [gapTarget(row), row.reason, gapState(row), allowanceOf(row)].join('\n'),
  );
  return [...groups.values()].flatMap((rows) => {
    const [row] = rows;
    if (!row) return [];
    const reason = row.reason === undefined ? '' : `: ${row.reason}`;
    return [
      {
        target: gapTarget(row),
        checks: checkNames(rows).join(', '),
        state: `${isGap(row) ? `${gapState(row)}${allowanceOf(row)}` : row.state.replace('-', ' ')}${reason}`,
      },
    ];
  });
}

/** Targets that one line names. */
const MOST_NAMED = 3;

/** The same with one line for all targets that have the same state for the same reason: `a, b, c and 9 more`. */
export function sharedCoverageLines(coverage: readonly Coverage[]): CoverageLine[] {
  const groups = groupBy(coverageLines(coverage), ({ checks, state }) => `${checks}\n${state}`);
  return [...groups.values()].flatMap((lines) => {
    const [line] = lines;
    if (!line) return [];
    const named = lines.slice(0, MOST_NAMED).map(({ target }) => target);
    const more = lines.length - named.length;
    const target = `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    return [{ ...line, target }];
  });
}

/** `12 checks of 5 targets, 2 not complete, 1 allowed by the policy`: the title of the coverage. */
export function coverageSummary(report: Report): string {
  const { coverage } = report;
  const { open, allowed, informational } = gapsOf(report);
  const counts = [
    [countGaps(open), 'not complete'],
    [countGaps(allowed), 'not complete but allowed'],
    [countGaps(informational), 'informational'],
  ] as const;
  const targets = new Set(coverage.map(({ target }) => target)).size;
  return [
    `${pluralize(countGaps(coverage), 'check')} of ${pluralize(targets, 'target')}`,
    ...counts.flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`])),
  ].join(', ');
}

/** `lint (1 Dockerfile), vulnerability (81 packages of Debian 12, 3 of npm), secret`: what was checked, at least in part. */
export function checkedSummary({ coverage, packages, scope, targets }: Report): string {
  const files = new Set(targets.flatMap(({ kind, name }) => (kind === 'manifest' ? name : [])));
  const names = new Set(targets.map(({ name }) => name));
  const parts = (Object.keys(CHECK_NAMES) as Check[]).flatMap((check) => {
    const rows = coverage.filter(
      (row) => row.check === check && (row.state === 'checked' || row.state === 'partial'),
    );
    if (rows.length === 0) return [];
    const partial = new Set(rows.flatMap((row) => (row.state === 'partial' ? row.target : [])));
    const left = rows.reduce((sum, { uncoveredPackages = 0 }) => sum + uncoveredPackages, 0);
    const facts = [
      ...subjectsOf(check, rows, {
        names,
        files,
        packages: scope === 'changes' ? undefined : packages,
      }),
      ...(left > 0 ? [`${left} not covered`] : []),
      ...(partial.size > 0 ? [`${partial.size} in part`] : []),
    ];
    return [`${CHECK_NAMES[check]}${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`];
  });
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

/** Where the advisories of a report came from, and how old they are; undefined when none were looked up. Not escaped. */
export function advisorySources({ coverage }: Pick<Report, 'coverage'>): string | undefined {
  const sources = new Set(coverage.flatMap(({ source }) => source ?? []));
  return sources.size === 0 ? undefined : [...sources].join('; ');
}

/** What a check looked at: the number of files, packages or images. A report of changes lists no packages. */
function subjectsOf(
  check: Check,
  rows: readonly Coverage[],
  {
    names,
    files,
    packages,
  }: {
    readonly names: ReadonlySet<string>;
    readonly files: ReadonlySet<string>;
    readonly packages: readonly Package[] | undefined;
  },
): string[] {
  const targets = new Set(rows.map(({ target }) => target));
  // A partial row can be about the repository.
  const isFile = ({ target, state }: Coverage) => state === 'checked' || names.has(target);
  const count = new Set(rows.filter(isFile).map(({ target }) => target)).size;
  if (check === 'lint') return [pluralize(count, 'Dockerfile')];
  if (check === 'manifest') return [pluralize(count, 'file')];
  if (check === 'trust') return [pluralize(targets.size, 'image')];
  if (check !== 'vulnerability') return [];
  // The actions of a workflow are no packages of an image.
  if (rows.every(({ target }) => files.has(target))) return [pluralize(targets.size, 'file')];
  if (!packages) return [pluralize(targets.size, 'target')];
  const own = packages.filter(({ image }) => image === undefined || targets.has(image));
  const [[first, { length }] = ['', []], ...others] = [...groupBy(own, packageSource)].sort(
    ([, a], [, b]) => b.length - a.length,
  );
  if (length === 0) return ['no packages'];
  const named = others
    .slice(0, MOST_SOURCES - 1)
    .map(([name, list]) => `${list.length} of ${name}`);
  const rest = others.slice(MOST_SOURCES - 1).flatMap(([, list]) => list);
  return [
    `${pluralize(length, 'package')} of ${first}`,
    ...named,
    ...(rest.length > 0 ? [`${rest.length} of other kinds`] : []),
  ];
}

/** Sources of packages that one line names. */
const MOST_SOURCES = 4;

/** `Debian 12` of a package URL with `distro=debian-12`; else the type, such as `npm`. */
function packageSource({ purl, type }: Package): string {
  const distro = parsePackageUrl(purl)?.qualifiers.get('distro');
  const [, id, version] = /^(.*?)-v?([0-9].*)$/.exec(distro ?? '') ?? [];
  const name = id ?? distro;
  if (!name) return type;
  const words = `${name[0]?.toUpperCase()}${name.slice(1).replaceAll('-', ' ')}`;
  return version === undefined ? words : `${words} ${version}`;
}
