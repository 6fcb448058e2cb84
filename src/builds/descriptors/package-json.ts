import { type DescriptorFormat, MAX_PACKAGES, type NamedPackage } from './descriptor.js';

const SECTIONS: ReadonlySet<string> = new Set([
  'dependencies',
  'optionalDependencies',
  'peerDependencies',
  'overrides',
  'resolutions',
]);

/** The dependencies in package.json. Its development dependencies are not in an image. */
export const packageJson: DescriptorFormat = {
  type: 'npm',
  wants: (name) => name === 'package.json',
  read(text) {
    const found: NamedPackage[] = [];
    let depth = 0;
    let section = '';
    for (const token of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g)) {
      const [part, colon] = token;
      if (part === '{' || part === '[') depth++;
      else if (part === '}' || part === ']') depth--;
      else if (colon !== undefined) {
        const name = part.slice(1, part.lastIndexOf('"'));
        if (depth === 1) section = name;
        else if (depth === 2 && SECTIONS.has(section) && found.length < MAX_PACKAGES)
          found.push({ name, from: token.index + 1, to: token.index + 1 + name.length });
      }
    }
    return found;
  },
};
