/**
 * What commands of package managers run of a repository: scripts of package.json and composer.json, and the programs that they
 * start.
 * Sources: npm documentation, "scripts"; the manual pages of Yarn, pnpm, Bun and Composer.
 */

/** Programs that run scripts by name, wherever they are in a command: `su app -c "npm run setup"`. */
const RUNS_SCRIPTS =
  /(?:^|[\s"'`(@/])(?:npm|yarn|yarnpkg|pnpm|bun|npm-run-all2?|run-[sp]|concurrently|lerna|turbo|nx|composer)(?:\s([\s\S]*))?$/;

/** Words of commands that install packages, which runs some scripts. */
const INSTALLS =
  /^(?:|i|it|ci|cit|in|ins|install|install-test|add|link|rebuild|pack|publish|up|update|upgrade|require|dump-?autoload|create-project)$/;

/** The scripts that run with an installation, without `pre` and `post`. */
const INSTALLATION = [
  ...['install', 'prepare', 'publish', 'prepublish', 'prepublishOnly', 'pack', 'prepack'],
  ...['install-cmd', 'update-cmd', 'autoload-dump', 'root-package-install', 'create-project-cmd'],
  ...['package-install', 'package-update', 'pool-create', 'file-download'],
];

/** The names of the scripts that a command may run: each of its words can be one. */
export function scriptNamesOf(command: string): readonly string[] {
  const [match, after = ''] = RUNS_SCRIPTS.exec(command) ?? [];
  if (match === undefined) return [];
  const words = after
    .split(/[\s"'`()=,]+/)
    .filter((word) => !word.startsWith('-'))
    .map((word) => word.replace(/^npm:|^@/, ''));
  const all = words.length > 0 ? words : [''];
  const names = all.flatMap((word) => (INSTALLS.test(word) ? INSTALLATION : aliasOf(word)));
  return [...new Set(names)]
    .filter((name) => name !== '')
    .flatMap((name) => [`pre${name}`, `pre-${name}`, name, `post${name}`, `post-${name}`]);
}

function aliasOf(word: string): string {
  return word === 't' || word === 'tst' ? 'test' : word;
}

/** Whether a command runs a script of package.json by its name, and is not about packages alone. */
export function runsByName(command: string): boolean {
  return BY_NAME.test(command);
}

const BY_NAME =
  /(?:^|[\s"'`(/])(?:(?:npm|composer)\s(?:.*\s)?(?:run|run-script|rum|urn|t|test|start|stop|restart|exec)(?:\s|$)|(?:npm-run-all2?|run-[sp]|concurrently|lerna|turbo|nx)\s|(?:yarn|yarnpkg|pnpm|bun)\s+(?:-\S+\s+)*(?!(?:-|install|i|ci|add|remove|rm|un|config|cache|store|set|global|import|fetch|deploy|prune|link|policies|plugin|pm|up|update|upgrade|env|why|list|ls|audit|info|init|create|dlx)(?:\s|$|-))\S)/;

/** Words before a command that is started. */
const STARTERS =
  /(?:^|[\s"'`(/])(?:npx|pnpx|bunx|npm\s+(?:exec|x)|yarn\s+(?:exec|dlx|node|run)|pnpm\s+(?:exec|dlx)|bun\s+(?:x|run)|(?:bundle|mise|asdf)\s+exec|(?:poetry|uv|pipenv|pdm|rye|hatch|pixi|conda|micromamba)\s+run|uvx|cross-env|dotenv)\s+(?:--?[\w-]*(?:=\S+)?\s+|\w+=\S*\s+)*([\s\S]+)$/;

/** The command that a package manager starts, such as that of `bundle exec`. */
export function startedCommand(command: string): string | undefined {
  return STARTERS.exec(command)?.[1]?.replace(/["'`)]+$/, '');
}

/** The scripts of package.json or composer.json by name; undefined if the file is no JSON object. */
export function scriptsIn(text: string): ReadonlyMap<string, string> | undefined {
  try {
    const { scripts } = JSON.parse(text) as { readonly scripts?: unknown };
    return new Map(
      Object.entries(scripts ?? {}).map(([name, value]) => [name, [value].flat().join('\n')]),
    );
  } catch {
    return undefined;
  }
}
