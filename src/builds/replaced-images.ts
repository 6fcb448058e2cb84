import { familiarText } from '../core/reference.js';
import {
  type ExternalImage,
  externalImages,
  type UnknownBase,
} from '../dockerfile/external-images.js';
import { hasUnknownPart } from '../dockerfile/materials/shell-values.js';
import type { Dockerfile } from '../dockerfile/parser/model.js';
import type { BuildSettings } from './declared/build-settings.js';

/** The images that a build pulls, and the places where another one is pulled that is not known. */
export interface PulledImages {
  readonly images: readonly ExternalImage[];
  readonly unknown: readonly Pick<UnknownBase, 'image' | 'location'>[];
}

/**
 * The images that a build pulls. A named context replaces images and stages of its name, and `podman build --from` the image
 * of the first FROM. Sources: docs.docker.com/reference/cli/docker/buildx/build, podman-build(1).
 */
export function imagesInstead(
  view: Dockerfile,
  { contexts, firstImage }: Pick<BuildSettings, 'contexts' | 'firstImage'>,
): PulledImages {
  const byName = new Map([...contexts].map(([name, text]) => [familiarText(name), text]));
  const [first] = view.stages;
  const instead = new Map<string, string>();
  for (const { name, from } of view.stages) {
    const text = name === undefined ? undefined : contexts.get(name);
    if (text !== undefined) instead.set(placeOf(from.image.range), text);
  }
  if (firstImage !== undefined && first)
    instead.set(placeOf(first.from.image.range), `${IMAGE}${firstImage}`);
  const own = externalImages(view);
  for (const { reference, location } of own) {
    const text = contexts.get(reference) ?? byName.get(familiarText(reference));
    if (text !== undefined && !instead.has(placeOf(location))) instead.set(placeOf(location), text);
  }
  const places = [
    ...view.stages.map(({ from }) => ({
      isBase: true,
      location: { path: view.path, ...from.image.range },
    })),
    ...own.filter(({ isBase }) => !isBase),
  ];
  const replaced = places.flatMap(({ isBase, location }) => {
    const text = instead.get(placeOf(location));
    return text === undefined ? [] : [{ text, isBase, location }];
  });
  return {
    images: [
      ...own.filter(({ location }) => !instead.has(placeOf(location))),
      // What is no image is a folder, a repository or the result of another build.
      ...replaced.flatMap(({ text, ...image }): ExternalImage[] =>
        text.startsWith(IMAGE) && !hasUnknownPart(text)
          ? [{ ...image, reference: text.slice(IMAGE.length), literal: false }]
          : [],
      ),
    ],
    unknown: replaced.flatMap(({ text, location }) =>
      hasUnknownPart(text) ? [{ image: text, location }] : [],
    ),
  };
}

/** The images that a build pulls, if it replaces some. Those that it replaces with what is not known stay. */
export function replacedImages(
  view: Dockerfile,
  { contexts, firstImage = '' }: Pick<BuildSettings, 'contexts' | 'firstImage'>,
): readonly ExternalImage[] | undefined {
  const known = [...contexts].filter(([, text]) => !hasUnknownPart(text));
  const isFirstKnown = firstImage !== '' && !hasUnknownPart(firstImage);
  if (known.length === 0 && !isFirstKnown) return undefined;
  const settings = { contexts: new Map(known), ...(isFirstKnown && { firstImage }) };
  return imagesInstead(view, settings).images;
}

const IMAGE = 'docker-image://';

function placeOf({ startLine, startColumn }: ExternalImage['location'] | Range): string {
  return `${startLine}:${startColumn}`;
}

type Range = Omit<ExternalImage['location'], 'path'>;
