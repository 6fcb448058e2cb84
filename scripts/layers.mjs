/**
 * The layers of a folder: its files and its subfolders, each above all that it imports. Two of them that import each other,
 * also through others, are a circle.
 */

/** The folders that contain files, the top one included, sorted. */
export function foldersOf(imports) {
  const folders = new Set();
  for (const file of imports.keys())
    for (let at = parentOf(file); at !== ''; at = parentOf(at)) folders.add(at);
  return [...folders].sort();
}

/** By file and subfolder (`name/`) directly in a folder: those that it imports. */
export function partsOf(folder, imports) {
  const partOf = (file) => {
    if (!file.startsWith(`${folder}/`)) return undefined;
    const [name, ...rest] = file.slice(folder.length + 1).split('/');
    return rest.length > 0 ? `${name}/` : name;
  };
  const parts = new Map();
  for (const [file, imported] of imports) {
    const part = partOf(file);
    if (part === undefined) continue;
    const others = parts.get(part) ?? new Set();
    for (const other of imported.map(partOf))
      if (other !== undefined && other !== part) others.add(other);
    parts.set(part, others);
  }
  return parts;
}

/**
 * The parts in rows, the topmost first: a part imports only from rows below its own. `circle` is what is left when there are
 * no such rows.
 */
export function layersOf(parts) {
  const rows = [];
  const left = new Map([...parts].sort(([a], [b]) => (a < b ? -1 : 1)));
  while (left.size > 0) {
    const row = [...left].filter(([, others]) => ![...others].some((other) => left.has(other)));
    if (row.length === 0) return { rows, circle: withoutTop(left) };
    for (const [part] of row) left.delete(part);
    rows.unshift(row.map(([part]) => part));
  }
  return { rows, circle: [] };
}

/** The circles, without the parts that only import them. */
function withoutTop(left) {
  const imported = new Set([...left.values()].flatMap((others) => [...others]));
  const kept = new Map([...left].filter(([part]) => imported.has(part)));
  return kept.size === left.size ? [...left.keys()] : withoutTop(kept);
}

/** The imports between parts of a circle: pairs of a file and the file that it imports. */
export function tiesOf(folder, circle, imports) {
  const isIn = (file, part) =>
    part.endsWith('/') ? file.startsWith(`${folder}/${part}`) : file === `${folder}/${part}`;
  const partOf = (file) => circle.find((part) => isIn(file, part));
  return [...imports].flatMap(([file, imported]) => {
    const part = partOf(file);
    if (part === undefined) return [];
    const others = imported.filter((other) => ![undefined, part].includes(partOf(other)));
    return others.map((other) => [file, other]);
  });
}

/** The files directly in the folder that its subfolders import. */
export function sharedFiles(parts) {
  const shared = new Set();
  for (const [part, others] of parts)
    if (part.endsWith('/')) for (const other of others) if (!other.endsWith('/')) shared.add(other);
  return [...shared].sort();
}

function parentOf(path) {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
