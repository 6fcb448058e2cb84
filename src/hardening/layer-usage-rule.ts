import type { RuleDescription } from '../core/rule.js';
import { createLayerUsageCounter, type LayerUsage } from './layer-usage.js';
import { defineRule, type HardeningRule, type InspectedImage } from './rule.js';
import { formatSize } from './sizes.js';

/** Bytes that layers above the base hide; below it nobody wants to be told. */
const WORTH_SAYING = 1_000_000;

/** A rule over how the layers use their bytes: on the layer that hides most of what lies below it. */
export function layerUsageRule({
  bad,
  say,
  ...description
}: RuleDescription & {
  bad(usage: LayerUsage): boolean;
  say(usage: LayerUsage, hidden: string): string;
}): HardeningRule {
  return defineRule({
    ...description,
    check(subject, report) {
      const { baseLayers, image } = subject;
      if (image.layers.length < 2) return undefined;
      // The first of these rules counts for all of them.
      const shared = counted.get(subject);
      const usage = shared ?? createLayerUsageCounter();
      counted.set(subject, usage);
      return {
        ...(shared ? {} : { stored: usage.add }),
        end() {
          const found = usage.finish();
          // What the base image wastes is not this image's to fix.
          const own = [...found.hiddenBy].filter(([layer]) => layer >= baseLayers);
          const hidden = own.reduce((sum, [, bytes]) => sum + bytes, 0);
          const [worst] = own.sort(([, a], [, b]) => b - a);
          if (!worst || hidden < WORTH_SAYING || !bad(found)) return;
          const { hiddenBy: _, ...figures } = found;
          report({
            message: say(found, formatSize(hidden)),
            layer: worst[0],
            details: { ...figures, hiddenByLayer: Object.fromEntries(own) },
          });
        },
      };
    },
  });
}

const counted = new WeakMap<InspectedImage, ReturnType<typeof createLayerUsageCounter>>();
