import { type Finding, originOf } from '../../core/finding.js';
import type { Location } from '../../core/location.js';
import type { Inspection } from '../../core/report.js';
import type { Dockerfile, Instruction, Stage } from '../../dockerfile/parser/model.js';
import { parseDockerfile } from '../../dockerfile/parser/parse.js';
import { lineage } from '../../dockerfile/stages.js';
import { isDockerfile } from '../discover/discover.js';
import { changesBuildSettings } from './build-settings.js';
import { changedInputTest } from './changed-inputs.js';
import { untouchedProject } from './untouched-project.js';
import { type BothVersions, textOf } from './versions.js';

/**
 * The packages of images, and the findings of images and base images, that the pull request cannot have caused: it
 * changes neither the instruction that they come from, nor what comes before it in the Dockerfile, nor files that are
 * copied before it, nor the arguments of builds, nor does it remove a later instruction that may have cleared them.
 * Malware is never among them.
 */
export function untouchedParts(
  { findings, packages, targets }: Pick<Inspection, 'findings' | 'packages' | 'targets'>,
  versions: BothVersions,
): Pick<Inspection, 'findings' | 'packages'> {
  const scanned = new Set(targets.flatMap(({ kind, name }) => (kind === 'image' ? name : [])));
  const isOtherBuild = changesBuildSettings(versions);
  const withoutDockerfile = new Set(
    targets.flatMap(({ name, builder }) => (builder === undefined ? [] : name)),
  );
  const project = untouchedProject(versions);
  const pairs = pairReader(versions);
  const isSame = memoizedTest();
  const isUntouched = (finding: Finding): boolean => {
    const { location, subject } = finding;
    if (!isOfImage(finding)) return false;
    if (withoutDockerfile.has(subject?.image ?? ''))
      return !isOtherBuild && project.finding(finding);
    if (!location) return false;
    const pair = pairs(location.path);
    if (subject?.image === undefined || !scanned.has(subject.image))
      return isSameReference(location, pair, versions, isOtherBuild);
    return pair !== undefined && !isOtherBuild && isSameImagePart(finding, location, pair, isSame);
  };
  return {
    findings: findings.filter(isUntouched),
    packages: packages.filter(({ location, purl, image = '' }) => {
      if (withoutDockerfile.has(image)) return !isOtherBuild && project.packages;
      const pair = location && pairs(location.path);
      return pair && !isOtherBuild && isSame(location, pair, isOfSystem(purl));
    }),
  };
}

/** Files of the repository are checked again; malware and entries of the policy are never taken for existing. */
function isOfImage({ check, subject }: Finding): boolean {
  if (check === 'lint' || check === 'manifest' || check === 'malware' || check === 'policy')
    return false;
  return check !== 'secret' || subject?.image !== undefined;
}

/** One Dockerfile before and after the pull request. */
interface Pair {
  readonly before: Dockerfile;
  readonly after: Dockerfile;
  /** Whether instructions before an index may copy files that the pull request changes. */
  readonly changesInputs: (end: number) => boolean;
}

function pairReader(versions: BothVersions): (path: string) => Pair | undefined {
  const { root, base, newNames } = versions;
  const oldNames = new Map([...newNames].map(([before, after]) => [after, before]));
  const known = new Map<string, Pair | undefined>();
  const read = (path: string): Pair | undefined => {
    const [before, after] = [textOf(base, oldNames.get(path) ?? path), textOf(root, path)];
    if (before === undefined || after === undefined) return undefined;
    const dockerfile = parseDockerfile(path, after);
    const changesInputs = changedInputTest(dockerfile, versions);
    return { before: parseDockerfile(path, before), after: dockerfile, changesInputs };
  };
  return (path) => {
    if (!known.has(path)) known.set(path, read(path));
    return known.get(path);
  };
}

/** A finding about the reference of an image: in FROM, COPY --from or a manifest. Its text decides. */
function isSameReference(
  location: Location,
  pair: Pair | undefined,
  { changed }: BothVersions,
  isOtherBuild: boolean,
): boolean {
  if (!pair) return false;
  const { path, startLine, endLine } = location;
  const { before, after } = pair;
  const text = linesOf(after)
    .slice(startLine - 1, endLine)
    .join('\n');
  const isThere = `\n${linesOf(before).join('\n')}\n`.includes(`\n${text}\n`);
  if (!isThere || !text.includes('$')) return isThere;
  if (!isDockerfile(path)) return !changed.has(path);
  return !isOtherBuild && isSamePrefix(pair, lastUpTo(after, location)?.index ?? Infinity);
}

/** A finding about what is in an image. */
function isSameImagePart(
  finding: Finding,
  location: Location,
  pair: Pair,
  isSame: typeof isSamePart,
): boolean {
  const { subject, details, check } = finding;
  const ofSystem = isOfSystem(subject?.purl) || (details !== undefined && 'endOfLife' in details);
  const origin = originOf(finding);
  const isOfFile = subject?.layer !== undefined || subject?.path !== undefined;
  if (check === 'vulnerability' || check === 'secret' || isOfFile) {
    const onlyBase = origin?.kind === 'base-image' && !origin.also;
    const stage = stageFrom(pair.after, location);
    // What is on the FROM line and not of the base image has no known line.
    if (stage && !onlyBase) return isSameFile(pair);
    return isSame(location, pair, ofSystem);
  }
  return isSameConfiguration(pair);
}

/** Many findings are at one location. */
function memoizedTest(): typeof isSamePart {
  const known = new Map<string, boolean>();
  return (location, pair, ofSystem) => {
    const key = `${location.path}\n${location.startLine}-${location.endLine} ${ofSystem}`;
    const result = known.get(key) ?? isSamePart(location, pair, ofSystem);
    known.set(key, result);
    return result;
  };
}

/** Packages of a distribution: only its package manager changes them. */
function isOfSystem(purl: string | undefined): boolean {
  return purl !== undefined && /^pkg:(?:deb|apk|rpm|alpm)\//.test(purl);
}

/** A part of an image at a location: of the base image at FROM, else of the layer of an instruction. */
function isSamePart(location: Location, pair: Pair, ofSystem: boolean): boolean {
  const stage = stageFrom(pair.after, location);
  if (stage && !stage.parent && !/onbuild/i.test(stage.from.image.value))
    return isSameBase(stage, pair) && keepsRest(stage.from.index, stage, pair, ofSystem);
  const last = lastUpTo(pair.after, location);
  if (!last || !isSamePrefix(pair, last.index) || pair.changesInputs(last.index + 1)) return false;
  return isSameRole(last.stage, pair) && keepsRest(last.index, last.stage, pair, ofSystem);
}

function lastUpTo({ instructions }: Dockerfile, { endLine }: Location): Instruction | undefined {
  return instructions.findLast(({ startLine }) => startLine <= endLine);
}

/** The stage whose FROM is at a location. */
function stageFrom({ stages }: Dockerfile, { startLine }: Location): Stage | undefined {
  return stages.find(({ from }) => from.startLine <= startLine && startLine <= from.endLine);
}

/** Whether a stage starts from the same image as before, for the same image that is built. */
function isSameBase(stage: Stage, { before, after }: Pair): boolean {
  const other = counterpart(stage, { before, after });
  if (!other || normalized(other.from.original) !== normalized(stage.from.original)) return false;
  if (!stage.from.original.includes('$')) return true;
  const args = (file: Dockerfile) => file.globalArgs.map(({ original }) => original).join('\n');
  return args(before) === args(after);
}

/** The stage of the base commit that has the role of a stage: the one that the last stage builds on, else by its place. */
function counterpart(
  stage: Stage,
  { before, after }: Pick<Pair, 'before' | 'after'>,
): Stage | undefined {
  const [root, oldRoot] = [rootOf(after), rootOf(before)];
  if (stage === root) return oldRoot;
  const places = [
    before.stages[stage.index],
    before.stages.at(stage.index - after.stages.length),
  ].filter((one) => one !== oldRoot && one?.name === stage.name);
  const text = normalized(stage.from.original);
  return places.find((one) => one && normalized(one.from.original) === text);
}

/** The stage at the beginning of the last one. */
function rootOf({ stages }: Dockerfile): Stage | undefined {
  const last = stages.at(-1);
  return last && lineage(last).at(-1);
}

/** Whether a stage with this number is a part of the last stage before and after. */
function isSameRole(stage: Stage | undefined, { before, after }: Pair): boolean {
  const isPart = ({ stages }: Dockerfile) => {
    const last = stages.at(-1);
    return last !== undefined && lineage(last).some(({ index }) => index === stage?.index);
  };
  return isPart(before) === isPart(after);
}

/**
 * Whether all that came later in the image still does: an instruction that is gone or changed may have upgraded or
 * removed what the finding is about.
 */
function keepsRest(
  index: number,
  stage: Stage | undefined,
  { before, after }: Pair,
  ofSystem: boolean,
): boolean {
  const left = laterSteps(after, stage);
  const commands = new Set(left.flatMap(commandsOf));
  const texts = new Set(left.map(textOfInstruction));
  const old = stage && counterpart(stage, { before, after });
  const from = stage?.from.index === index ? -1 : index;
  const gone = laterSteps(before, old ?? before.stages[stage?.index ?? 0]).filter(
    (one) => one.index > from && !texts.has(textOfInstruction(one)),
  );
  if (!ofSystem) return gone.length === 0;
  return gone
    .filter(({ keyword }) => keyword === 'RUN')
    .flatMap(commandsOf)
    .every((command) => commands.has(command) || KEEPS_PACKAGES.test(command));
}

/** The steps of the image that a stage is a part of. */
function laterSteps(file: Dockerfile, stage: Stage | undefined): Instruction[] {
  const last = file.stages.at(-1);
  const whole = last ? lineage(last) : [];
  const stages = stage === undefined || whole.includes(stage) ? whole : lineage(stage);
  return stages
    .flatMap(({ instructions }) => instructions)
    .filter(({ keyword }) => keyword === 'RUN' || keyword === 'COPY' || keyword === 'ADD');
}

/** Commands that neither upgrade nor remove packages of the distribution. */
const KEEPS_PACKAGES =
  /^(?:(?:apt-get|apt|apk) update\b|(?:set|cd|echo|export|mkdir|useradd|adduser|groupadd|addgroup|usermod|npm|yarn|pnpm|corepack|go|cargo|mvn|gradle|dotnet|composer|bundle|gem|pip3?|uv|poetry|curl|wget|git|cp|ln|touch|chown|chmod|test|true|printf)\b)/;

function commandsOf(instruction: Instruction): string[] {
  if (instruction.keyword !== 'RUN') return [];
  const texts = [instruction.text, ...instruction.heredocs.map(({ content }) => content)];
  return texts.flatMap((text) =>
    text
      .split(/&&|[|;&\n]+/)
      .map(normalized)
      .filter(Boolean),
  );
}

function textOfInstruction({ original, heredocs }: Instruction): string {
  return [normalized(original), ...heredocs.map(({ content }) => content)].join('\n');
}

function normalized(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

/** Whether the Dockerfiles are the same up to an instruction. */
function isSamePrefix({ before, after }: Pair, last: number): boolean {
  const [old, now] = [before, after].map(({ directives, instructions }) =>
    [
      ...directives.map(({ name, value }) => `${name}=${value}`),
      ...instructions.slice(0, last + 1).map(textOfInstruction),
    ].join('\n'),
  );
  return old === now;
}

function isSameFile(pair: Pair): boolean {
  return isSamePrefix(pair, Infinity) && !pair.changesInputs(Infinity);
}

/** Whether the instructions that set the configuration of the image are the same. */
function isSameConfiguration({ before, after }: Pair): boolean {
  const settings = (file: Dockerfile) => {
    const last = file.stages.at(-1);
    const steps = last ? lineage(last).reverse() : [];
    return steps
      .flatMap(({ from, instructions }) => [from, ...instructions])
      .filter(({ keyword }) => keyword !== 'RUN' && keyword !== 'COPY' && keyword !== 'ADD')
      .map(textOfInstruction)
      .concat(file.globalArgs.map(textOfInstruction))
      .join('\n');
  };
  return settings(before) === settings(after);
}

function linesOf({ text }: Dockerfile): string[] {
  return text.split('\n').map((line) => line.trim());
}
