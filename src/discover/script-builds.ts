import { buildCommands, inFolder } from '../builds/declared/build-commands.js';
import { requestedBuild } from '../builds/declared/build-request.js';
import { shellTexts } from '../builds/declared/script-texts.js';
import type { Coverage } from '../core/coverage.js';
import { isDockerfile } from '../dockerfile/dockerfile-name.js';
import { hasUnknownPart } from '../dockerfile/materials/shell-values.js';
import { folderOf } from '../lib/paths.js';
import { plainText, pluralize } from '../lib/text.js';
import type { DeclaredBuild } from '../manifests/declared-build.js';

/** What scripts build that is not known. It counts if the change touches one of the scripts. */
export interface ScriptGap {
  readonly row: Coverage;
  readonly scripts: readonly string[];
}

/** What the commands of a script build. */
interface ScriptBuilds {
  /** For each command the builds that it can be: a script runs in its folder, or in the root of the repository. */
  readonly builds: readonly (readonly DeclaredBuild[])[];
  /** Sentences about what is not known of them. */
  readonly unknown: readonly string[];
}

/** Characters of commands that may still be parsed. */
export interface ScriptBudget {
  left: number;
}

/** The builds of each command in a script. */
export function scriptBuilds(path: string, text: string, budget: ScriptBudget): ScriptBuilds {
  const folder = folderOf(path);
  const environment = new Map<string, string>();
  const place = { name: path, at: { path, ...FIRST_LINE }, environment };
  const builds: DeclaredBuild[][] = [];
  const unknown = new Set<string>();
  for (const script of shellTexts(path, text)) {
    budget.left -= script.length;
    if (budget.left < 0) break;
    const { commands, gaps } = buildCommands(script, '', new Map(), environment);
    for (const gap of gaps) unknown.add(`It ${gap}`);
    for (const command of commands) {
      if (command.kind !== 'build') continue;
      const places = [...new Set(['', folder])];
      const all = places.map((at) =>
        requestedBuild(command.request, { ...place, folder: inFolder(at, command.folder) }),
      );
      builds.push(all);
      const { file, context } = command.request;
      const why = whyUnknown(file ?? (context === '-' ? '-' : undefined), all);
      if (why !== undefined) unknown.add(why);
    }
  }
  if (APPLIED.test(text))
    unknown.add('It applies a manifest that is written in the script, which is not read');
  return { builds, unknown: [...unknown] };
}

/** `kubectl apply -f - <<EOF`, and the same with `cat <<EOF |` before it. */
const APPLIED =
  /^[^#\n]{0,500}(?:\b(?:kubectl|oc)\b[^\n|;]{0,300}\s(?:-f|--filename)[ =]?-(?=\s|$)[^\n]{0,300}<<|<<[^\n]{0,100}\|[^\n]{0,100}\b(?:kubectl|oc)\b[^\n]{0,100}\s(?:-f|--filename)[ =]?-(?=\s|$))/m;

/** Why a build may read a Dockerfile that is not found by its name; undefined if it does not. */
function whyUnknown(
  file: string | undefined,
  builds: readonly DeclaredBuild[],
): string | undefined {
  if (file === undefined || file === '') return undefined;
  const name = plainText(file, 120);
  if (file === '-') return 'It builds a Dockerfile from standard input, which is not read';
  if (hasUnknownPart(file))
    return isDockerfile(file) ? undefined : `It builds the Dockerfile ${name}, which is not known`;
  const isOutside = builds.every(({ definition: { dockerfile = '' } }) =>
    dockerfile.startsWith('..'),
  );
  return isOutside || file.startsWith('/')
    ? `It builds the Dockerfile ${name}, which is not in the repository`
    : undefined;
}

const FIRST_LINE = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };

/** More sentences about one script are counted. */
const MOST_NAMED = 3;

/** The row for what is not known of a script, if there is anything. */
export function unknownBuilds(path: string, unknown: readonly string[]): ScriptGap[] {
  if (unknown.length === 0) return [];
  const more = unknown.length - MOST_NAMED;
  const rest = more > 0 ? [`${more} more builds are not known`] : [];
  const reason = [...unknown.slice(0, MOST_NAMED), ...rest].join('. ');
  return [{ row: { check: 'lint', target: path, state: 'partial', reason }, scripts: [path] }];
}

/** The row for scripts beyond the limits, if there are any. */
export function unsearchedScripts(scripts: readonly string[]): ScriptGap[] {
  const [first] = scripts;
  if (first === undefined) return [];
  const reason = `The scripts of the repository are too many or too long: ${pluralize(scripts.length, 'script')}, such as ${first}, ${scripts.length === 1 ? 'was' : 'were'} not searched for builds`;
  return [{ row: { check: 'lint', target: 'scripts', state: 'partial', reason }, scripts }];
}
