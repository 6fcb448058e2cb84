import { formatSize } from '../format.js';
import { defineHardeningRule } from '../rule.js';

/** Uncompressed bytes. Larger images start slowly on a new machine. */
const MAX_IMAGE_BYTES = 2_000_000_000;
const MAX_LAYER_BYTES = 1_000_000_000;

export default defineHardeningRule({
  id: 'IMG-SIZE',
  name: 'small-image',
  severity: 'info',
  severityReason: 'Size',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'Image is larger than 2 GB, or a layer is larger than 1 GB',
  why: 'Containers are replaced often and must start quickly, but every new machine pulls the whole image first.',
  remediation:
    'Copy only the files that the program needs into the last stage; keep data sets and models in volumes',
  check({ baseLayers, image }, report) {
    const sizes = new Map<number, number>();
    return {
      stored({ type, layer, size }) {
        if (type === 'file') sizes.set(layer, (sizes.get(layer) ?? 0) + size);
      },
      end() {
        const all = [...sizes].sort(([, a], [, b]) => b - a);
        const bytes = all.reduce((sum, [, size]) => sum + size, 0);
        const [layer, largest] = all.find(([index]) => index >= baseLayers) ?? [];
        const where = layer === undefined || image.layers.length === 0 ? {} : { layer };
        if (bytes > MAX_IMAGE_BYTES)
          report({
            message: `Image size is ${formatSize(bytes)}${largest === undefined ? '' : `, ${formatSize(largest)} of it in this layer`}`,
            ...where,
            details: { bytes, layers: Object.fromEntries(sizes) },
          });
        else if (largest !== undefined && largest > MAX_LAYER_BYTES)
          report({ message: `Layer size is ${formatSize(largest)}`, ...where, details: { bytes } });
      },
    };
  },
});
