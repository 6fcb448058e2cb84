import type { Detector } from './detector.js';
import { cloud } from './kinds/cloud.js';
import { code } from './kinds/code.js';
import { generic } from './kinds/generic.js';
import { messages } from './kinds/messages.js';
import { payments } from './kinds/payments.js';
import { services } from './kinds/services.js';
import { structures } from './kinds/structures.js';

/** Every kind of secret that is looked for, by family; the first of two that see the same text with equal confidence counts. */
export const families: readonly { readonly title: string; readonly kinds: readonly Detector[] }[] =
  [
    { title: 'Code, builds and packages', kinds: code },
    { title: 'Clouds, hosts and databases', kinds: cloud },
    { title: 'Chat, mail and telephones', kinds: messages },
    { title: 'Payments and shops', kinds: payments },
    { title: 'Models, monitoring and other services', kinds: services },
    { title: 'Keys, addresses and files', kinds: structures },
    { title: 'By name alone', kinds: generic },
  ];

export const detectors: readonly Detector[] = families.flatMap(({ kinds }) => kinds);
