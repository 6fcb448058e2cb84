const NAME = /(?:^|\/)(?:Dockerfile|Containerfile)(?:\.[\w-]+)?$|\.Dockerfile$/i;

/** The Dockerfiles whose instructions can be told apart by lines: without here-documents and other escapes. */
export function dockerfiles(repository) {
  return repository
    .files(NAME)
    .map((path) => parsedDockerfile(path, repository.read(path)))
    .filter((file) => file !== undefined);
}

function parsedDockerfile(path, text) {
  if (/<<-?["']?\w/.test(text) || /^#\s*escape\s*=/im.test(text) || text.includes('\r'))
    return undefined;
  const lines = text.replace(/\n$/, '').split('\n');
  const instructions = [];
  for (let index = 0; index < lines.length; index++) {
    if (/^\s*(?:#.*)?$/.test(lines[index])) continue;
    const start = index;
    while (/\\\s*$/.test(lines[index]) || (index > start && /^\s*#/.test(lines[index]))) {
      if (index + 1 >= lines.length) break;
      index++;
    }
    const raw = lines.slice(start, index + 1);
    const joined = raw
      .filter((line, place) => place === 0 || !/^\s*(?:#.*)?$/.test(line))
      .map((line) => line.replace(/\\\s*$/, ''))
      .join(' ');
    const [, keyword, rest] = /^\s*([A-Za-z]+)\s*(.*)$/s.exec(joined) ?? [];
    if (!keyword) return undefined;
    instructions.push({ keyword: keyword.toUpperCase(), rest: rest.trim(), start, end: index });
  }
  if (!instructions.some(({ keyword }) => keyword === 'FROM')) return undefined;
  return { id: path, path, text, lines, instructions };
}

/** The file with lines put before the line `index` (from 0). */
export function withLines(file, index, added) {
  const lines = [...file.lines.slice(0, index), ...added, ...file.lines.slice(index)];
  return `${lines.join('\n')}\n`;
}

/** The file with the lines of one instruction replaced. */
export function withInstruction(file, { start, end }, replacement) {
  return `${[...file.lines.slice(0, start), ...replacement, ...file.lines.slice(end + 1)].join('\n')}\n`;
}

/**
 * The places of the last stage at which an instruction can stand: with no RUN next to it, so that rules about RUNs that
 * follow each other have nothing to say, and before a SHELL.
 */
export function placesIn(file) {
  const from = file.instructions.findLastIndex(({ keyword }) => keyword === 'FROM');
  const inStage = file.instructions.slice(from);
  return inStage.flatMap((instruction, index) => {
    const neighbors = [instruction.keyword, inStage[index + 1]?.keyword];
    const isAfterShell = inStage.slice(0, index + 1).some(({ keyword }) => keyword === 'SHELL');
    if (neighbors.includes('RUN') || isAfterShell) return [];
    return [{ id: `${file.path} ${instruction.end}`, file, index: instruction.end + 1 }];
  });
}

/** FROM's image, without flags and stage name, and where it stands; undefined for a stage, a variable or scratch. */
export function baseImageOf(file, instruction) {
  const line = file.lines[instruction.start];
  const match = /^(\s*FROM\s+(?:--\S+\s+)*)(\S+)(.*)$/i.exec(line);
  if (!match || instruction.start !== instruction.end) return undefined;
  const [, before, image, after] = match;
  const stages = file.instructions
    .filter(({ keyword }) => keyword === 'FROM')
    .map(({ rest }) => /\sAS\s+(\S+)/i.exec(rest)?.[1]?.toLowerCase());
  if (image.includes('$') || image === 'scratch' || stages.includes(image.toLowerCase()))
    return undefined;
  return { before, image, after };
}

/** Tells whether an image's reference has a tag that is a version. */
export function isVersioned(image) {
  return /:[\w.-]*\d[\w.-]*$/.test(image) && !image.includes('@');
}
