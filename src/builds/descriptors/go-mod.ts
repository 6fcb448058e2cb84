import {
  type DescriptorFormat,
  MAX_PACKAGES,
  type NamedPackage,
  shortLines,
} from './descriptor.js';

/** The modules that go.mod requires, and `stdlib` on the line with the version of Go. Source: go.dev/ref/mod. */
export const goMod: DescriptorFormat = {
  type: 'golang',
  wants: (name) => name === 'go.mod',
  read(text) {
    const found: NamedPackage[] = [];
    let inRequire = false;
    for (const { line, at } of shortLines(text)) {
      const block = /^\s*(\w+)\s*\(/.exec(line)?.[1];
      if (block !== undefined) inRequire = block === 'require';
      else if (/^\s*\)/.test(line)) inRequire = false;
      const [, directive, go] = /^\s*(toolchain|go)\s+(\S+)/.exec(line) ?? [];
      const module = (inRequire ? /^\s*(\S+)\s+v\S/ : /^\s*require\s+(\S+)\s+v\S/).exec(line);
      const name = go ?? module?.[1];
      if (name === undefined || found.length >= MAX_PACKAGES) continue;
      const from = at + line.indexOf(name);
      const named = { name: go === undefined ? name : 'stdlib', from, to: from + name.length };
      // The line toolchain comes after the line go, and wins.
      if (directive === 'toolchain') found.unshift(named);
      else found.push(named);
    }
    return found;
  },
};

/** The path of the module in go.mod. */
export function modulePath(text: string): string | undefined {
  return /^module\s+"?([^\s"]{1,500})/m.exec(text)?.[1];
}
