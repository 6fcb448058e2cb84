import { defineRule } from '../rule.js';
import { formatSize } from '../sizes.js';

/** Bytes, uncompressed: images above these are slow to start on a new machine. */
const LARGEST_IMAGE = 2_000_000_000;
const LARGEST_LAYER = 1_000_000_000;

export default defineRule({
  id: 'IMG-SIZE',
  name: 'small-image',
  severity: 'info',
  practice: 'minimal-containers',
  title: 'The image has more than 2 GB, or one of its layers more than 1 GB',
  why: 'A container that is to be replaced often has to start quickly, and every new machine pulls all of it first.',
  remediation: 'Copy only what runs into the last stage; keep data sets and models in volumes.',
  check({ baseLayers, image }, report) {
    const sizes = new Map<number, number>();
    return {
      stored({ type, layer, size }) {
        if (type === 'file') sizes.set(layer, (sizes.get(layer) ?? 0) + size);
      },
      end() {
        const all = [...sizes].sort(([, a], [, b]) => b - a);
        const bytes = all.reduce((sum, [, size]) => sum + size, 0);
        const [layer, most] = all.find(([index]) => index >= baseLayers) ?? [];
        const where = layer === undefined || image.layers.length === 0 ? {} : { layer };
        if (bytes > LARGEST_IMAGE)
          report({
            message: `The image has ${formatSize(bytes)}${most === undefined ? '' : `, ${formatSize(most)} of it in this layer`}.`,
            ...where,
            details: { bytes, layers: Object.fromEntries(sizes) },
          });
        else if (most !== undefined && most > LARGEST_LAYER)
          report({ message: `This layer has ${formatSize(most)}.`, ...where, details: { bytes } });
      },
    };
  },
});
