import {
  type DescriptorFormat,
  MAX_PACKAGES,
  type NamedPackage,
  shortLines,
} from './descriptor.js';

/** `"group:artifact:1.0"`, and `group: "…", name: "…"` or `group = "…", name = "…"`. */
const SHORT = /(["'])([\w.-]{1,200}):([\w.-]{1,200})(?::[^"'\s]{0,200})?\1/g;
const LONG = /\bgroup\s*[:=]\s*(["'])([\w.-]{1,200})\1\s*,\s*name\s*[:=]\s*(["'])([\w.-]{1,200})\3/;

/** The dependencies in build.gradle, build.gradle.kts and version catalogs. They are programs: what they compute is not known. */
export const gradle: DescriptorFormat = {
  type: 'maven',
  wants: (name) => /^build\.gradle(?:\.kts)?$|^.{0,100}\.versions\.toml$/.test(name),
  read(text) {
    const found: NamedPackage[] = [];
    for (const { line, at } of shortLines(text)) {
      if (found.length >= MAX_PACKAGES || /^\s*(?:\/\/|#)/.test(line)) continue;
      for (const match of line.matchAll(SHORT)) {
        const from = at + match.index + 1;
        found.push({ name: `${match[2]}:${match[3]}`, from, to: from + match[0].length - 2 });
      }
      const long = LONG.exec(line);
      if (long) {
        const from = at + long.index;
        found.push({ name: `${long[2]}:${long[4]}`, from, to: from + long[0].length });
      }
    }
    return found;
  },
};
