import { affectedPackages } from '../core/affected-packages.js';
import { type Finding, originOf } from '../core/finding.js';
import type { Location } from '../core/location.js';
import type { Inspection } from '../core/report.js';
import type { Dockerfile, Instruction, Stage } from '../dockerfile/parser/model.js';
import { parseDockerfile } from '../dockerfile/parser/parse.js';
import { lineage } from '../dockerfile/stages.js';
import { changesBuildSettings } from './build-settings.js';
import { changedInputsOf } from './changed-inputs.js';
import { type ChangedNames, changesAny, mayChange, NO_CHANGES } from './changed-names.js';
import { type ChangedSteps, changedSteps } from './changed-steps.js';
import { type Gone, goneSteps, type ImagePart, mayHaveCleared } from './cleared.js';
import {
  createNumbering,
  type StageContents,
  type StageStep,
  stageContents,
  textOfInstruction,
} from './stage-contents.js';
import { untouchedProject } from './untouched-project.js';
import { referenceReader } from './untouched-references.js';
import { type BothVersions, fileTextOf } from './versions.js';

/**
 * The packages of images, and the findings of images and base images, that the pull request cannot have caused: it
 * changes neither the instruction that they come from, nor the instructions, stages and files that this one depends on,
 * nor the arguments of builds, nor does it remove a later instruction that may have cleared them.
 * Malware is never among them.
 */
export function untouchedParts(
  {
    findings,
    packages,
    targets,
    builds = [],
  }: Pick<Inspection, 'findings' | 'packages' | 'targets' | 'builds'>,
  versions: BothVersions,
): Pick<Inspection, 'findings' | 'packages'> {
  const scanned = new Set(targets.flatMap(({ kind, name }) => (kind === 'image' ? name : [])));
  const isOtherBuild = changesBuildSettings(versions);
  const withoutDockerfile = new Set(
    targets.flatMap(({ name, builder }) => (builder === undefined ? [] : name)),
  );
  const project = untouchedProject(versions);
  const pairs = pairReader(versions);
  const isSame = samePartTest();
  // A Dockerfile in a Compose file is not compared: its findings may be new.
  const inline = new Set(targets.flatMap(({ kind, name }) => (kind === 'manifest' ? name : [])));
  const before = referenceReader(builds, versions);
  const isUntouched = (finding: Finding): boolean => {
    const { location, subject } = finding;
    if (withoutDockerfile.has(subject?.image ?? ''))
      return !isOtherBuild && project.finding(finding);
    if (!location) return false;
    const pair = pairs(location.path);
    if (inline.has(location.path)) return false;
    return pair !== undefined && !isOtherBuild && isSameImagePart(finding, location, pair, isSame);
  };
  const isReference = ({ location, subject }: Finding) =>
    location !== undefined &&
    !withoutDockerfile.has(subject?.image ?? '') &&
    (subject?.image === undefined || !scanned.has(subject.image));
  return {
    findings: findings.filter(isOfImage).flatMap((finding) => {
      if (isReference(finding)) return before(finding, pairs(finding.location?.path ?? '')) ?? [];
      return isUntouched(finding) ? finding : [];
    }),
    packages: packages.filter(({ location, purl, paths, image = '' }) => {
      if (withoutDockerfile.has(image)) return !isOtherBuild && project.packages;
      if (scanned.has(image) && inline.has(location?.path ?? '')) return false;
      const pair = location && pairs(location.path);
      return pair && !isOtherBuild && isSame(location, pair, { ofSystem: isOfSystem(purl), paths });
    }),
  };
}

/**
 * Files of the repository are checked again. Malware, changed files of packages and entries of the policy are never taken for
 * existing: they may be new although no line changed.
 */
function isOfImage({ check, rule, subject }: Finding): boolean {
  if (rule.startsWith('INT-')) return false;
  if (check === 'lint' || check === 'manifest' || check === 'malware' || check === 'policy')
    return false;
  return check !== 'secret' || subject?.image !== undefined;
}

/** One Dockerfile before and after the pull request. */
interface Pair extends ChangedSteps {
  readonly before: Version;
  readonly after: Version;
}

interface Version {
  readonly dockerfile: Dockerfile;
  readonly steps: StageContents;
}

function pairReader(versions: BothVersions): (path: string) => Pair | undefined {
  const { root, baseFolder, newNames } = versions;
  const oldNames = new Map([...newNames].map(([before, after]) => [after, before]));
  const known = new Map<string, Pair | undefined>();
  const read = (path: string): Pair | undefined => {
    const [before, after] = [
      fileTextOf(baseFolder, oldNames.get(path) ?? path),
      fileTextOf(root, path),
    ];
    if (before === undefined || after === undefined) return undefined;
    const [old, now] = [parseDockerfile(path, before), parseDockerfile(path, after)];
    const numbered = createNumbering();
    const changedInputs = changedInputsOf(now, versions);
    const steps = stageContents(now, numbered, changedInputs);
    return {
      before: { dockerfile: old, steps: stageContents(old, numbered, () => NO_CHANGES) },
      after: { dockerfile: now, steps },
      ...changedSteps(now, versions, { steps, changedInputs }),
    };
  };
  return (path) => {
    if (!known.has(path)) known.set(path, read(path));
    return known.get(path);
  };
}

/** A finding about what is in an image. */
function isSameImagePart(
  finding: Finding,
  location: Location,
  pair: Pair,
  isSame: SamePartTest,
): boolean {
  const { subject, details, check } = finding;
  const ofSystem = isOfSystem(subject?.purl) || (details !== undefined && 'endOfLife' in details);
  const origin = originOf(finding);
  const isOfFile = subject?.layer !== undefined || subject?.path !== undefined;
  if (check !== 'vulnerability' && check !== 'secret' && !isOfFile)
    return isSameConfiguration(pair);
  const onlyBase = origin?.kind === 'base-image' && !origin.also;
  // What is on the FROM line and not of the base image has no known line.
  if (stageFrom(pair.after.dockerfile, location) && !onlyBase) return isSameFile(pair);
  return isSame(location, pair, imagePart(finding, ofSystem));
}

function imagePart(finding: Finding, ofSystem: boolean): ImagePart {
  const { check, subject } = finding;
  const { path, paths = path === undefined ? [] : [path] } = subject ?? {};
  const packages = affectedPackages(finding);
  const isUnknown = packages.some((one) => one.paths.length === 0);
  const all = isUnknown ? [] : [...paths, ...packages.flatMap((one) => one.paths)];
  return {
    ofSystem,
    isHardening: check === 'hardening',
    paths: all,
    isSetting: check === 'secret' && paths.length === 0,
  };
}

type SamePartTest = (location: Location, pair: Pair, part: ImagePart) => boolean;

/** What the image no longer does since the instruction with a keyword, and what is changed of the files that this one makes. */
interface Since {
  readonly touched: ChangedNames;
  readonly gone: Gone;
  readonly keyword: string;
}

/** Whether the part of an image at a location is that of the base commit. Many are at one location. */
function samePartTest(): SamePartTest {
  const known = new Map<string, Since | undefined>();
  return (location, pair, part) => {
    // Package databases, rights and accounts depend on earlier instructions.
    const dependsOn = part.ofSystem || part.isHardening ? 'seen' : 'layer';
    const key = `${location.path}\n${location.startLine}-${location.endLine} ${dependsOn}`;
    if (!known.has(key)) known.set(key, goneSince(location, pair, dependsOn));
    const since = known.get(key);
    if (since === undefined || mayHaveCleared(since.gone, part, since.keyword)) return false;
    return dependsOn === 'seen'
      ? !changesAny(since.touched)
      : !mayChange(since.touched, part.paths);
  };
}

/** Packages of a distribution: only its package manager changes them. */
function isOfSystem(purl: string | undefined): boolean {
  return purl !== undefined && /^pkg:(?:deb|apk|rpm|alpm)\//.test(purl);
}

/**
 * What the image no longer does after the instruction at a location. Undefined if this instruction, or what it depends on,
 * is not the same at the base commit.
 */
function goneSince(location: Location, pair: Pair, part: 'layer' | 'seen'): Since | undefined {
  const instruction = lastUpTo(pair.after.dockerfile, location);
  const step = instruction && pair.after.steps.get(instruction);
  const touched = step?.[part].touched ?? 'all';
  if (!step || touched === 'all') return undefined;
  const old = counterpart(step, pair, part);
  if (!old) return undefined;
  const later = (version: Version, { instruction: { stage, index } }: StageStep) =>
    imageSteps(version, stage).filter((one) => one.instruction.index > index);
  const gone = goneSteps(
    later(pair.before, old),
    later(pair.after, step).filter((one) => !pair.isOther(one)),
    pair.mayChangeSystem,
  );
  return { gone, keyword: instruction.keyword, touched };
}

function lastUpTo({ instructions }: Dockerfile, { endLine }: Location): Instruction | undefined {
  return instructions.findLast(({ startLine }) => startLine <= endLine);
}

/** The stage whose FROM is at a location. */
function stageFrom({ stages }: Dockerfile, { startLine }: Location): Stage | undefined {
  return stages.find(({ from }) => from.startLine <= startLine && startLine <= from.endLine);
}

/** The step of the base commit that made the same part of the same image; of several, the one with the same number. */
function counterpart(
  step: StageStep,
  { before, after }: Pair,
  part: 'layer' | 'seen',
): StageStep | undefined {
  const { stage } = step.instruction;
  if (!stage) return undefined;
  const isSame = (one: StageStep) => one[part].key === step[part].key;
  const place = imageSteps(after, stage).filter(isSame).indexOf(step);
  const stages = isOfLast(after, stage)
    ? before.dockerfile.stages.slice(-1)
    : targetsLike(stage, { before, after });
  return stages
    .map((one) => imageSteps(before, one).filter(isSame)[place])
    .find((one) => one !== undefined);
}

/** The stages of the base commit that `--target` may have named as it names this one. */
function targetsLike(stage: Stage, { before, after }: Pick<Pair, 'before' | 'after'>): Stage[] {
  const { stages } = before.dockerfile;
  const places = [stages[stage.index], stages.at(stage.index - after.dockerfile.stages.length)];
  const like = stage.name === undefined ? places : stages;
  return like.filter(
    (one) => one !== undefined && one.name === stage.name && !isOfLast(before, one),
  ) as Stage[];
}

/** Whether the last stage is this one, or builds on it. */
function isOfLast({ dockerfile: { stages } }: Version, stage: Stage): boolean {
  const last = stages.at(-1);
  return last !== undefined && lineage(last).includes(stage);
}

/** The steps of the image that a stage is a part of, in order: of the last stage, if it builds on this one. */
function imageSteps(version: Version, stage: Stage | undefined): StageStep[] {
  if (!stage) return [];
  const last = isOfLast(version, stage) ? version.dockerfile.stages.at(-1) : stage;
  return lineage(last ?? stage)
    .reverse()
    .flatMap(({ from, instructions }) => [from, ...instructions])
    .flatMap((instruction) => version.steps.get(instruction) ?? []);
}

/** Whether the Dockerfiles are the same, and nothing that they copy changes. */
function isSameFile({ before, after }: Pair): boolean {
  const text = ({ dockerfile: { directives, instructions } }: Version) =>
    [
      ...directives.map(({ name, value }) => `${name}=${value}`),
      ...instructions.map(textOfInstruction),
    ].join('\n');
  return (
    text(before) === text(after) &&
    ![...after.steps.values()].some(({ layer }) => changesAny(layer.touched))
  );
}

/** Whether the instructions that set the configuration of the image are the same. */
function isSameConfiguration({ before, after, isOther }: Pair): boolean {
  const settings = (version: Version) =>
    imageSteps(version, version.dockerfile.stages.at(-1))
      .filter(({ instruction }) => !/^(?:RUN|COPY|ADD)$/.test(instruction.keyword))
      .filter(({ instruction: { keyword, stage } }) => keyword !== 'FROM' || !stage?.parent);
  const [old, now] = [before, after].map((version) =>
    settings(version)
      .map(({ text, values }) => [text, ...values].join('\n'))
      .join('\n'),
  );
  return old === now && !settings(after).some(isOther);
}
