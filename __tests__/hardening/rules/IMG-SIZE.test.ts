import { describe, expect, it } from '@jest/globals';
import type { HardeningObservation, InspectedImage } from '../../../src/hardening/rule.js';
import rule from '../../../src/hardening/rules/IMG-SIZE.js';
import type { LayerEntry } from '../../../src/image/image.js';

/** The observations for layers with one file of these sizes; layer 0 is the base image. */
function observations(...sizes: number[]): HardeningObservation[] {
  const found: HardeningObservation[] = [];
  const subject = { baseLayers: 1, image: { layers: sizes } };
  const watcher = rule.check(subject as unknown as InspectedImage, (one) => found.push(one));
  sizes.forEach((size, layer) => {
    watcher?.stored?.({ type: 'file', path: 'data', layer, size } as LayerEntry);
  });
  watcher?.end?.();
  return found;
}

describe('IMG-SIZE', () => {
  it('reports an image of more than 2 GB in the largest layer above the base image', () => {
    expect(observations(1_500_000_000, 200_000_000, 400_000_000)).toMatchObject([
      { message: 'Image size is 2.1 GB, 400.0 MB of it in this layer', layer: 2 },
    ]);
  });

  it('reports a layer of more than 1 GB', () => {
    expect(observations(100_000_000, 1_100_000_000)).toMatchObject([
      { message: 'Layer size is 1.1 GB', layer: 1 },
    ]);
  });

  it.each([[[2_000_000_000]], [[1_500_000_000, 400_000_000]], [[0, 1_000_000_000]]])(
    'reports nothing for layers of %j bytes',
    (sizes) => {
      expect(observations(...sizes)).toEqual([]);
    },
  );
});
