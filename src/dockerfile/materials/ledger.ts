import type { Material } from '../../core/material.js';
import { withoutCredentials } from '../../lib/redact-url.js';
import type { Dockerfile, Instruction, Stage } from '../parser/model.js';
import { stageReferences } from '../parser/stage-builder.js';
import { type BuilderStage, builderStages, stagesOfBuild } from '../stages.js';
import type { Source } from '../text/source.js';
import { expandedAt } from '../variables.js';
import type { FoundMaterial } from './found-material.js';
import { type AddedSources, NO_SOURCES, withIndexKeys } from './index-keys.js';
import { variableIndexes } from './index-variables.js';
import { addMaterials, imageMaterial, mountMaterials } from './instructions.js';
import { runMaterials } from './run.js';
import { copiedSources } from './source-files.js';

export interface LedgerOptions {
  /** `docker build --build-arg`. One whose value is not known has a variable as its value. */
  readonly buildArgs?: ReadonlyMap<string, string>;
  /** `--target`, or the last stage. Only what this stage needs is listed. Absent: what any stage needs. */
  readonly target?: { readonly name?: string };
  /** `--build-context`: what replaces the images and stages with these names. */
  readonly contexts?: ReadonlyMap<string, ContextMaterial>;
  /** Whether the build context has a file with one of these names. Absent: it is not known, so nothing is verified by one. */
  readonly hasFile?: (names: readonly string[], at: FoundMaterial['at']) => boolean;
}

/** What a named context is, without its place. */
export type ContextMaterial = Omit<FoundMaterial, 'at' | 'by'>;

/** More are not listed: a file that names so many was written to fill reports. */
export const MAX_MATERIALS = 10_000;

/**
 * Everything that enters the build of a Dockerfile, in the order of the file: images, downloads, repositories, packages
 * and where they come from, keys, mounts, and arguments without a default.
 */
export function materialsOfDockerfile(
  dockerfile: Dockerfile,
  { buildArgs, target, contexts, hasFile }: LedgerOptions = {},
): Material[] {
  const { path } = dockerfile;
  const replaced = new Set(contexts?.keys());
  const plan = target && stagesOfBuild(dockerfile, target.name, replaced);
  const builders = plan?.builders ?? builderStages(dockerfile);
  const isIn = (stages: readonly LineSpan[], line: number) =>
    stages.some(({ startLine, endLine }) => startLine <= line && line <= endLine);
  const isBuilder = (line: number) => isIn(builders, line);
  const isBuilt = ({ at }: FoundMaterial) => !plan || !isIn(plan.unused, at.startLine);
  const toMaterial = (found: FoundMaterial): Material => {
    const {
      at,
      isOpen = false,
      isKept: _,
      isStarted: ____,
      isExtra: __,
      lockFiles: ___,
      ...facts
    } = found;
    const use = isBuilder(at.startLine) ? 'builder' : 'final';
    const stage = dockerfile.stages.findLast(({ from }) => from.startLine <= at.startLine);
    return {
      ...facts,
      location: { path, ...at },
      isOpen,
      use,
      ...(stage && { stage: stage.name ?? String(stage.index) }),
    };
  };
  const materials = foundMaterials(dockerfile, buildArgs)
    .slice(0, MAX_MATERIALS)
    .filter(isBuilt)
    .map((found) => withContext(found, contexts))
    .map((found) => withLockFile(found, hasFile))
    .map(toMaterial);
  const instead = (plan?.replaced ?? []).flatMap(({ stage: { name = '', from }, use }) => {
    const context = contexts?.get(name);
    return context ? { ...toMaterial({ ...context, by: 'FROM', at: from.image.range }), use } : [];
  });
  return [...instead, ...materials];
}

type LineSpan = Pick<BuilderStage, 'startLine' | 'endLine'>;

/** An image or a stage that a named context replaces. Source: docs.docker.com/reference/cli/docker/buildx/build. */
function withContext(found: FoundMaterial, contexts: LedgerOptions['contexts']): FoundMaterial {
  if (found.kind !== 'image' || !contexts) return found;
  const name = found.what.replace(/^docker\.io\/(?:library\/)?/, '');
  const context = contexts.get(found.what) ?? contexts.get(name) ?? contexts.get(`${name}:latest`);
  return context ? { ...context, by: found.by, at: found.at } : found;
}

/** Packages of a lock file that is not there: what the line promises is not known. */
function withLockFile(found: FoundMaterial, hasFile: LedgerOptions['hasFile']): FoundMaterial {
  const { lockFiles } = found;
  if (!lockFiles || hasFile?.(lockFiles, found.at)) return found;
  const { verifiedBy: _, ...facts } = found;
  return { ...facts, pin: 'unknown' };
}

const cache = new WeakMap<Source, readonly FoundMaterial[]>();

/** The same for rules, with what only these need. Without arguments of the build computed once a file. */
export function foundMaterials(
  dockerfile: Dockerfile,
  buildArgs?: LedgerOptions['buildArgs'],
): readonly FoundMaterial[] {
  const known = buildArgs ? undefined : cache.get(dockerfile.source);
  if (known) return known;
  const found = [
    ...frontends(dockerfile),
    ...globalArguments(dockerfile),
    ...stageMaterials(dockerfile, buildArgs),
  ];
  const shown = found.map(withoutSecrets);
  if (!buildArgs) cache.set(dockerfile.source, shown);
  return shown;
}

/** Addresses have none already; they can also stand in the names of programs, packages and variables. */
function withoutSecrets(material: FoundMaterial): FoundMaterial {
  const what = material.kind === 'package' ? material.what.replace(/\?.*$/s, '') : material.what;
  return /[@?]/.test(what) ? { ...material, what: withoutCredentials(what) } : material;
}

function frontends({ directives }: Dockerfile): FoundMaterial[] {
  return directives
    .filter(({ name }) => name === 'syntax')
    .map(({ value, valueRange }) =>
      imageMaterial(value, { by: '# syntax', at: valueRange, kind: 'frontend' }),
    );
}

function globalArguments({ globalArgs }: Dockerfile): FoundMaterial[] {
  return globalArgs.flatMap(argumentMaterials);
}

function argumentMaterials({ pairs }: Extract<Instruction, { keyword: 'ARG' }>): FoundMaterial[] {
  return pairs.flatMap(({ key, value, range }) =>
    value || PREDEFINED.test(key.value)
      ? []
      : [
          {
            kind: 'argument',
            what: key.value,
            by: 'ARG',
            at: range,
            transport: 'unknown',
            pin: 'unknown',
          } as const,
        ],
  );
}

/** Arguments that BuildKit sets. Source: docs.docker.com/build/building/variables. */
const PREDEFINED =
  /^(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)$|_PROXY$|_proxy$|^(?:SOURCE_DATE_EPOCH|TARGETSTAGE)$/i;

function stageMaterials(
  dockerfile: Dockerfile,
  buildArgs: LedgerOptions['buildArgs'],
): FoundMaterial[] {
  const sources = new Map<Stage, AddedSources>();
  return dockerfile.stages.flatMap((stage) => {
    const { from, image, uses } = stage;
    const ownStages = new Set(uses.map(({ token }) => token.start));
    const base =
      stage.parent || image === 'scratch' || from.image.value === ''
        ? []
        : [
            imageMaterial(expandedAt(dockerfile, from, from.image, buildArgs), {
              by: 'FROM',
              at: from.image.range,
            }),
          ];
    const others = stage.instructions.flatMap((instruction): FoundMaterial[] => {
      const images = stageReferences(instruction)
        .filter((token) => !ownStages.has(token.start) && !/^\d+$/.test(token.value))
        .map((token) =>
          imageMaterial(expandedAt(dockerfile, instruction, token, buildArgs), {
            by: `${instruction.keyword} ${instruction.keyword === 'RUN' ? '--mount' : '--from'}`,
            at: token.range,
          }),
        );
      return [...images, ...instructionMaterials(dockerfile, instruction, buildArgs)];
    });
    const before = (stage.parent && sources.get(stage.parent)) ?? NO_SOURCES;
    const { materials, added } = withIndexKeys(others, before);
    sources.set(stage, added);
    return [...base, ...materials];
  });
}

function instructionMaterials(
  dockerfile: Dockerfile,
  instruction: Instruction,
  buildArgs: LedgerOptions['buildArgs'],
): FoundMaterial[] {
  switch (instruction.keyword) {
    case 'ADD':
      return addMaterials(dockerfile, instruction, buildArgs);
    case 'ARG':
      return [
        ...argumentMaterials(instruction),
        ...variableIndexes(dockerfile, instruction, buildArgs),
      ];
    case 'COPY':
      return copiedSources(instruction);
    case 'ENV':
      return variableIndexes(dockerfile, instruction, buildArgs);
    case 'RUN':
      return [...mountMaterials(instruction), ...runMaterials(dockerfile, instruction, buildArgs)];
    case 'ONBUILD':
      return instruction.trigger
        ? instructionMaterials(dockerfile, instruction.trigger, buildArgs)
        : [];
    default:
      return [];
  }
}
