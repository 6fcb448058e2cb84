import type { RuleDescription } from '../core/rule.js';
import { formatSize } from './format.js';
import { type LayerUsage, LayerUsageCounter } from './layer-usage.js';
import { defineHardeningRule, type HardeningRule, type InspectedImage } from './rule.js';

/** Less hidden data than this is not reported. */
const MIN_HIDDEN_BYTES = 1_000_000;

interface LayerUsageRule extends RuleDescription {
  isExceeded(usage: LayerUsage): boolean;
  /** `hidden` is the size of the data that the layers above the base image hide. */
  message(usage: LayerUsage, hidden: string): string;
}

/** A rule for the size of the layers. Its finding is on the layer that hides most data of the layers below. */
export function layerUsageRule(rule: LayerUsageRule): HardeningRule {
  const { isExceeded, message, ...description } = rule;
  return defineHardeningRule({
    ...description,
    check(subject, report) {
      const { baseLayers, image } = subject;
      if (image.layers.length < 2) return undefined;
      // All rules of this kind use the counter of the first one.
      const shared = counters.get(subject);
      const counter = shared ?? new LayerUsageCounter();
      counters.set(subject, counter);
      return {
        ...(!shared && { stored: (entry) => counter.add(entry) }),
        end() {
          const usage = counter.finish();
          // This image cannot fix what its base image wastes.
          const own = [...usage.hiddenBy].filter(([layer]) => layer >= baseLayers);
          const hidden = own.reduce((sum, [, bytes]) => sum + bytes, 0);
          const [largest] = own.sort(([, a], [, b]) => b - a);
          if (!largest || hidden < MIN_HIDDEN_BYTES || !isExceeded(usage)) return;
          const { hiddenBy: _, ...figures } = usage;
          report({
            message: message(usage, formatSize(hidden)),
            layer: largest[0],
            details: { ...figures, hiddenByLayer: Object.fromEntries(own) },
          });
        },
      };
    },
  });
}

const counters = new WeakMap<InspectedImage, LayerUsageCounter>();
