import {
  type DescriptorFormat,
  MAX_PACKAGES,
  type NamedPackage,
  shortLines,
} from './descriptor.js';

/** The packages in requirements.txt. Source: pip.pypa.io, "Requirements File Format". */
export const requirements: DescriptorFormat = {
  type: 'pypi',
  wants: (name) => /^requirements[\w.-]{0,60}\.txt$/.test(name),
  read(text) {
    const found: NamedPackage[] = [];
    for (const { line, at } of shortLines(text)) {
      const [, blank = '', name] =
        /^(\s*)([A-Za-z0-9][\w.-]{0,200})\s*(?:$|[[<>=!~;@#])/.exec(line) ?? [];
      if (name === undefined || found.length >= MAX_PACKAGES) continue;
      const from = at + blank.length;
      found.push({ name, from, to: from + name.length });
    }
    return found;
  },
};
