import type { Material, MaterialKind } from '../core/material.js';
import { splitReference } from '../core/reference.js';
import { lintDockerfile } from '../dockerfile/lint.js';
import type { LintFacts } from '../dockerfile/lint-config.js';
import { materialsOfDockerfile } from '../dockerfile/materials/ledger.js';
import type { Dockerfile } from '../dockerfile/parser/model.js';
import { parseDockerfile } from '../dockerfile/parser/parse.js';

/**
 * What `--pin` left as it is in a Dockerfile, and why: `node (Dockerfile:4): …`. What a comment suppresses is left out, and
 * what has no known digest, of which a warning was given.
 */
export function unpinnedMaterials(
  path: string,
  text: string,
  { config, isUnknown }: { config: LintFacts; isUnknown: (name: string) => boolean },
): readonly string[] {
  const dockerfile = parseDockerfile(path, text);
  const isSuppressed = suppressedLines(dockerfile, config);
  const left = materialsOfDockerfile(dockerfile).filter(
    ({ kind, pin, verifiedBy, what, location }) =>
      PINNED_KINDS.has(kind) &&
      pin !== 'digest' &&
      pin !== 'commit' &&
      verifiedBy === undefined &&
      !isUnknown(what) &&
      !isSuppressed(location.startLine),
  );
  const lines = left.map(
    (material) => `${material.what} (${path}:${material.location.startLine}): ${whyNot(material)}`,
  );
  const more = lines.length - MAX_LINES;
  return [
    ...new Set(lines.slice(0, MAX_LINES)),
    ...(more > 0 ? [`${more} more inputs of ${path}: portside inputs lists them`] : []),
  ];
}

/** The lines where comments suppress the rules about digests. */
function suppressedLines(dockerfile: Dockerfile, config: LintFacts): (line: number) => boolean {
  const linesOf = (disableIgnorePragma: boolean) =>
    new Set(
      lintDockerfile(dockerfile, { ...config, disableIgnorePragma }).flatMap(
        ({ rule, location }) => (PIN_RULES.has(rule) && location ? location.startLine : []),
      ),
    );
  const [all, open] = [linesOf(true), linesOf(config.disableIgnorePragma === true)];
  return (line) => all.has(line) && !open.has(line);
}

const PIN_RULES: ReadonlySet<string> = new Set(['PS0021', 'PS0022', 'PS0036']);

const MAX_LINES = 50;

/** Packages have no digest that a line could name. */
const PINNED_KINDS: ReadonlySet<MaterialKind> = new Set(['image', 'frontend', 'download', 'git']);

function whyNot({ kind, what, pin, transport, by }: Material): string {
  if (kind === 'frontend') return 'add the digest to the # syntax line by hand';
  if (kind === 'git') return 'name a commit of the repository by hand';
  if (pin === 'unknown') return 'it has a variable without a value';
  if (kind === 'image') return whyNoImage(what);
  if (transport !== 'https') return 'it is not downloaded over https';
  if (pin === 'none') return 'its content changes: name a version';
  return by === 'ADD'
    ? 'its address is not written out, or has a query or a login'
    : 'the command is a pipe, uses variables or a query, or the script goes on if it fails';
}

function whyNoImage(reference: string): string {
  const { tag } = splitReference(reference);
  if (tag === undefined || tag === 'latest')
    return 'name a version first, since the newest image changes';
  return 'its name has a variable: write it out';
}
