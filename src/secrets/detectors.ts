import type { Detector } from './detector.js';
import { cloud } from './kinds/cloud.js';
import { code } from './kinds/code.js';
import { commands } from './kinds/commands.js';
import { generic } from './kinds/generic.js';
import { messages } from './kinds/messages.js';
import { payments } from './kinds/payments.js';
import { services } from './kinds/services.js';
import { structures } from './kinds/structures.js';

/** All detectors by family. When several find the same text with equal confidence, the first one is reported. */
export const families: readonly { readonly title: string; readonly kinds: readonly Detector[] }[] =
  [
    { title: 'Code, builds and packages', kinds: code },
    { title: 'Clouds, hosts and databases', kinds: cloud },
    { title: 'Chat, email and phone', kinds: messages },
    { title: 'Payments and shops', kinds: payments },
    { title: 'AI, monitoring and other services', kinds: services },
    { title: 'Keys, URLs and configuration files', kinds: structures },
    { title: 'Commands, and keys in other forms', kinds: commands },
    { title: 'Generic secrets, recognized by their names', kinds: generic },
  ];

export const detectors: readonly Detector[] = families.flatMap(({ kinds }) => kinds);
