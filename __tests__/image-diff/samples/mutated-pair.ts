import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageDifference } from '../../../src/core/image-difference.js';
import { compareImages } from '../../../src/image-diff/compare-images.js';
import { readImage } from '../../../src/image-diff/read-image.js';
import { withImage } from '../../image/open-image.js';
import type { Mutation } from './mutations.js';
import {
  type BuiltImage,
  buildImage,
  keepImage,
  type SampleImage,
  type Step,
} from './sample-image.js';

/** Where the change is: the instruction that made the files has another result, or another instruction comes after it. */
export const PLACES = ['in the layer', 'in a layer above'] as const;
export type Place = (typeof PLACES)[number];

/** An image before and after a mutation. */
export interface MutatedPair {
  readonly before: BuiltImage;
  readonly after: BuiltImage;
  /** The line of the Dockerfile that makes the change. */
  readonly line: number;
}

export function mutatedPair(sample: SampleImage, mutation: Mutation, place: Place): MutatedPair {
  const given = withFiles(sample, mutation.given);
  const steps = changedSteps(given, mutation, place);
  const changed = { ...given, steps, config: { ...given.config, ...mutation.config } };
  const step = steps.findIndex((one) => !given.steps.includes(one));
  return {
    before: buildImage(given),
    after: buildImage(changed, sample.isBaseRebuilt ? 1_700_000_000 : 0),
    // A squashed image has one layer for all of them: their lines are not known.
    line: sample.builder === 'squash' && mutation.files ? 1 : step + 2,
  };
}

function withFiles(sample: SampleImage, files: Mutation['given']): SampleImage {
  if (!files) return sample;
  const steps = sample.steps.map((step, i) =>
    i === sample.changed ? { ...step, files: { ...step.files, ...files } } : step,
  );
  return { ...sample, steps };
}

function changedSteps(
  { steps, changed, base }: SampleImage,
  { files, instruction }: Mutation,
  place: Place,
): readonly Step[] {
  if (instruction !== undefined) {
    const [keyword] = instruction.split(' ');
    const at = steps.findIndex(({ text }) => text.startsWith(`${keyword} `));
    return at < 0 ? [...steps, { text: instruction }] : steps.with(at, { text: instruction });
  }
  if (place === 'in a layer above')
    return steps.toSpliced(changed + 1, 0, { text: 'RUN change', files: files ?? {} });
  const below = [...base, ...steps.slice(0, changed).map((step) => step.files ?? {})];
  const isBelow = (path: string) => below.some((layer) => path in layer);
  const now = Object.entries({ ...steps[changed]?.files, ...files });
  const kept = now.filter(([path, file]) => file !== undefined || isBelow(path));
  return steps.with(changed, { text: steps[changed]?.text ?? '', files: Object.fromEntries(kept) });
}

/** What is reported of a pair: by reports that keep the images, and by reading both. */
export async function comparePair(
  { before, after }: MutatedPair,
  folder: string,
): Promise<{ readonly kept: ImageDifference; readonly live: ImageDifference }> {
  const [old, now] = [join(folder, 'before.tar'), join(folder, 'after.tar')];
  writeFileSync(old, before.archive);
  writeFileSync(now, after.archive);
  return withImage(old, {}, (one) =>
    withImage(now, {}, async (other) => ({
      kept: await compareImages(
        await keepImage(one, before.dockerfile),
        await keepImage(other, after.dockerfile),
      ),
      live: await compareImages(await readImage(one), await readImage(other)),
    })),
  );
}

/** Each change with its risk and its line. */
export function changeLines({ changes }: ImageDifference): readonly string[] {
  return changes.map(
    ({ risk, message, location }) => `${risk}: ${message} @${location?.startLine ?? '-'}`,
  );
}
