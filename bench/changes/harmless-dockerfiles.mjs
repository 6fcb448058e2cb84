import { dockerfiles, withInstruction, withLines } from './dockerfiles.mjs';
import { composeFiles, isMap, isScalar, workflowFiles } from './yaml-files.mjs';

/** Harmless changes of Dockerfiles and of the files around them. Each answers the file, or undefined. */
export const harmlessDockerfiles = {
  'dockerfile: comments and blank lines': (repository) =>
    onDockerfile(repository, 'comments', (file) => {
      const [from] = file.instructions;
      const lines = file.instructions
        .slice(1)
        .reduceRight(
          (all, { start }) => [...all.slice(0, start), '', '# The next step.', ...all.slice(start)],
          file.lines,
        );
      return from && hasNoComments(file) ? `${lines.join('\n')}\n` : undefined;
    }),
  'dockerfile: keywords in lower case': (repository) =>
    onDockerfile(repository, 'case', (file) => {
      const lines = [...file.lines];
      for (const { start, keyword } of file.instructions) {
        lines[start] = lines[start].replace(
          /^(\s*)([A-Za-z]+)/,
          (_, space, word) => space + word.toLowerCase(),
        );
        if (keyword === 'FROM') lines[start] = lines[start].replace(/\sAS\s/i, ' as ');
        if (['HEALTHCHECK', 'ONBUILD'].includes(keyword)) return undefined;
      }
      return `${lines.join('\n')}\n`;
    }),
  'dockerfile: line continuations': (repository) =>
    onInstruction(repository, 'continuations', /^RUN$/, (file, instruction) => {
      if (instruction.start !== instruction.end || !/ && /.test(instruction.rest)) return undefined;
      if (/["'`\\]/.test(instruction.rest)) return undefined;
      const parts = file.lines[instruction.start].split(' && ');
      return withInstruction(file, instruction, [
        `${parts[0]} \\`,
        ...parts
          .slice(1)
          .map((part, index) => `    && ${part}${index < parts.length - 2 ? ' \\' : ''}`),
      ]);
    }),
  'dockerfile: lines joined': (repository) =>
    onInstruction(repository, 'joined', /^RUN$/, (file, instruction) => {
      const lines = file.lines.slice(instruction.start, instruction.end + 1);
      if (lines.length < 2 || lines.some((line) => /^\s*#/.test(line) || /["'`]/.test(line)))
        return undefined;
      return withInstruction(file, instruction, [
        lines.map((line) => line.replace(/\s*\\\s*$/, '').trim()).join(' '),
      ]);
    }),
  'dockerfile: CRLF': (repository) =>
    onDockerfile(repository, 'crlf', ({ text }) => text.replaceAll('\n', '\r\n')),
  'dockerfile: COPY as a list': (repository) =>
    onInstruction(repository, 'copy-list', /^COPY$/, (file, instruction) => {
      const words = instruction.rest.split(/\s+/);
      const flags = words.filter((word) => word.startsWith('--'));
      const paths = words.filter((word) => !word.startsWith('--'));
      if (
        instruction.start !== instruction.end ||
        /["'[\\$]/.test(instruction.rest) ||
        paths.length < 2
      )
        return undefined;
      const list = `[${paths.map((path) => JSON.stringify(path)).join(', ')}]`;
      return withInstruction(file, instruction, [['COPY', ...flags, list].join(' ')]);
    }),
  'dockerfile: packages in another order': (repository) =>
    onInstruction(repository, 'packages', /^RUN$/, (file, { start, end }) => {
      const text = file.lines.slice(start, end + 1).join('\n');
      const list =
        /((?:apt-get|apk|yum|dnf|apt|pip3?|npm) (?:install|add|i)\b(?:[ \t]+-\S+)*)((?:[ \t\n\\]+[a-zA-Z0-9@][\w.+:=/@-]*)+)/.exec(
          text,
        );
      if (!list) return undefined;
      const names = list[2].match(/[^\s\\]+/g);
      if (names.length < 2) return undefined;
      let index = names.length;
      const reversed = list[2].replace(/[^\s\\]+/g, () => names[--index]);
      const changed =
        text.slice(0, list.index) + list[1] + reversed + text.slice(list.index + list[0].length);
      return withInstruction(file, { start, end }, changed.split('\n'));
    }),
  'dockerfile: rename a stage': (repository) =>
    onInstruction(repository, 'stage', /^FROM$/, (file, { start, rest }) => {
      const name = /\sAS\s+([\w.-]+)\s*$/i.exec(rest)?.[1];
      if (!name || isNamedElsewhere(repository, file.path, name)) return undefined;
      const lines = file.lines.map((line, index) => {
        if (index === start) return line.replace(/(\sAS\s+)[\w.-]+/i, `$1${name}-renamed`);
        const isUse = new RegExp(
          `(--from=|\\bFROM\\s+(?:--\\S+\\s+)*|from=)${escaped(name)}(?![\\w.-])`,
          'gi',
        );
        return line.replace(isUse, `$1${name}-renamed`);
      });
      return `${lines.join('\n')}\n`;
    }),
  'dockerfile: rename an ARG': (repository) =>
    onInstruction(repository, 'arg', /^ARG$/, (file, { rest }) => {
      const name = /^([A-Za-z]\w*)(?:=|$)/.exec(rest)?.[1];
      if (!name || /^(?:TARGET|BUILD)|PROXY$|VERSION|TOKEN|KEY|SECRET|PASS/i.test(name))
        return undefined;
      if (isNamedElsewhere(repository, file.path, name)) return undefined;
      return file.text.replace(new RegExp(`\\b${name}\\b`, 'g'), `${name}_RENAMED`);
    }),
  'dockerfile: add a LABEL': (repository) =>
    onDockerfile(repository, 'label', (file) => {
      if (file.instructions.some(({ keyword }) => keyword === 'LABEL')) return undefined;
      const from = file.instructions.findLast(({ keyword }) => keyword === 'FROM');
      return withLines(file, from.end + 1, ['LABEL org.opencontainers.image.title="app"']);
    }),
  'dockerfile: reorder ENV, LABEL, EXPOSE': (repository) =>
    onNeighbors(repository, 'reorder', (first, second) => {
      const kinds = [first.keyword, second.keyword];
      return (
        kinds.every((kind) => ['ENV', 'LABEL', 'EXPOSE'].includes(kind)) &&
        !/\$/.test(first.rest + second.rest)
      );
    }),
  'dockerfile: move CMD before EXPOSE': (repository) =>
    onNeighbors(
      repository,
      'cmd',
      (first, second) =>
        ['EXPOSE', 'ENV', 'USER'].includes(first.keyword) &&
        ['CMD', 'ENTRYPOINT'].includes(second.keyword),
    ),
  'dockerfile: move an ARG by one instruction': (repository) =>
    onNeighbors(
      repository,
      'move-arg',
      (first, second) =>
        first.keyword === 'ARG' &&
        ['WORKDIR', 'EXPOSE', 'COPY'].includes(second.keyword) &&
        !/\$/.test(second.rest),
    ),
  'dockerfile: rename the file': (repository) =>
    repository.first(dockerfiles(repository), 'rename', (file) =>
      renameDockerfile(repository, file),
    ),
  'dockerfile: rename the folder': (repository) =>
    repository.first(dockerfiles(repository), 'folder', (file) => renameFolder(repository, file)),
  'README: add text': (repository) => {
    repository.write(
      'README.md',
      `${repository.isFile('README.md') ? repository.read('README.md') : ''}\nOne more line.\n`,
    );
    return { file: 'README.md' };
  },
  'Makefile: add a comment': (repository) => {
    if (!repository.isFile('Makefile')) return undefined;
    repository.write('Makefile', `# Targets for developers.\n${repository.read('Makefile')}`);
    return { file: 'Makefile' };
  },
  'source: add a file': (repository) => {
    repository.write('notes/decision.txt', 'We keep it.\n');
    return { file: 'notes/decision.txt' };
  },
};

function onDockerfile(repository, kind, change) {
  return repository.first(dockerfiles(repository), kind, (file) => {
    const text = change(file);
    if (text === undefined || text === file.text) return undefined;
    repository.write(file.path, text);
    return { file: file.path };
  });
}

function onInstruction(repository, kind, keyword, change) {
  return onDockerfile(repository, kind, (file) =>
    file.instructions
      .filter((instruction) => keyword.test(instruction.keyword))
      .reduce((found, instruction) => found ?? change(file, instruction), undefined),
  );
}

/** Swaps two instructions that follow each other. */
function onNeighbors(repository, kind, isIndependent) {
  return onDockerfile(repository, kind, (file) => {
    const index = file.instructions.findIndex(
      (one, place) =>
        file.instructions[place + 1] && isIndependent(one, file.instructions[place + 1]),
    );
    if (index === -1) return undefined;
    const [first, second] = file.instructions.slice(index, index + 2);
    const of = ({ start, end }) => file.lines.slice(start, end + 1);
    return withInstruction(file, { start: first.start, end: second.end }, [
      ...of(second),
      ...file.lines.slice(first.end + 1, second.start),
      ...of(first),
    ]);
  });
}

function hasNoComments(file) {
  return !file.lines.some((line) => /^\s*#\s*(?:hadolint|portside|check|trivy)/i.test(line));
}

/** Whether a Compose file, a workflow, a Makefile or a script has the word. */
function isNamedElsewhere(repository, path, word) {
  return buildFiles(repository).some(
    (one) => one !== path && new RegExp(`\\b${escaped(word)}\\b`).test(repository.read(one)),
  );
}

function buildFiles(repository) {
  return repository
    .files(/\.ya?ml$|(?:^|\/)Makefile$|\.(?:sh|hcl|mk)$/)
    .filter((path) => repository.read(path).length < 200_000);
}

/** Renames a Dockerfile; the Compose files that build it name the new one. */
function renameDockerfile(repository, file) {
  const name = file.path.replace(/^.*\//, '');
  const renamed = file.path.replace(/[^/]*$/, 'app.Dockerfile');
  const ignore = `${file.path}.dockerignore`;
  if (name !== 'Dockerfile' || repository.isFile(renamed) || repository.isFile(ignore))
    return undefined;
  if (isBuiltOtherwise(repository, file.path)) return undefined;
  const edits = [];
  for (const compose of composeFiles(repository)) {
    const text = composeWithDockerfile(compose, file.path);
    if (text === undefined) return undefined;
    edits.push([compose.path, text]);
  }
  repository.move(file.path, renamed);
  for (const [path, text] of edits) repository.write(path, text);
  return { file: file.path };
}

/** A Compose file whose builds of a Dockerfile name `app.Dockerfile`; undefined if that cannot be said in one edit. */
function composeWithDockerfile({ path, text, documents }, dockerfile) {
  const folder = path.replace(/[^/]*$/, '');
  const edits = [];
  for (const { value } of documents[0].get('services').items) {
    const build = value?.get?.('build', true);
    if (!build) continue;
    const context = isScalar(build) ? build : build.get?.('context', true);
    if (!isScalar(context) || /\$|:\/\//.test(context.value)) return undefined;
    const named = isMap(build) ? build.get('dockerfile', true) : undefined;
    const target = resolved(`${folder}${context.value}/${named?.value ?? 'Dockerfile'}`);
    if (target !== dockerfile) continue;
    if (isScalar(named))
      edits.push([named.range, String(named.value).replace(/[^/]*$/, 'app.Dockerfile')]);
    else if (isScalar(build))
      edits.push([build.range, `{ context: ${build.value}, dockerfile: app.Dockerfile }`]);
    else return undefined;
  }
  return edits
    .sort(([a], [b]) => b[0] - a[0])
    .reduce(
      (all, [range, replacement]) => all.slice(0, range[0]) + replacement + all.slice(range[1]),
      text,
    );
}

/** Whether a workflow, a Makefile or a script may build the Dockerfile. */
function isBuiltOtherwise(repository, path) {
  const folder = path.replace(/\/?[^/]*$/, '');
  const isBuild = /docker (?:buildx )?(?:build|bake)|build-push-action|podman build|kaniko/;
  return buildFiles(repository)
    .filter((one) => !composeFiles(repository).some((compose) => compose.path === one))
    .map((one) => repository.read(one))
    .some(
      (text) =>
        (isBuild.test(text) && (folder === '' || text.includes(folder))) || text.includes(path),
    );
}

/** Renames the folder of a Dockerfile that only Compose files name, as the context of a build. */
function renameFolder(repository, file) {
  const folder = file.path.replace(/\/?[^/]*$/, '');
  if (folder === '' || folder.includes('/') || isBuiltOtherwise(repository, file.path))
    return undefined;
  if (workflowFiles(repository).some(({ text }) => text.includes(folder))) return undefined;
  const isPath = new RegExp(`(^|[\\s"':./=]|\\./)${escaped(folder)}(?=[/"'\\s:,}\\]]|$)`, 'gm');
  const isUse = new RegExp(
    `((?:\\./|context: *["']?(?:\\./)?|build: *["']?(?:\\./)?|- *["']?\\./|dockerfile: *["']?(?:\\./)?))${escaped(folder)}(?=[/"'\\s:,}\\]]|$)`,
    'gm',
  );
  const composes = composeFiles(repository);
  if (composes.some(({ path }) => path.includes('/'))) return undefined;
  if (file.lines.some((line) => isPath.test(line))) return undefined;
  if (!composes.some(({ text }) => isUse.test(text))) return undefined;
  repository.move(folder, `${folder}-renamed`);
  for (const { path, text } of composes)
    repository.write(path, text.replace(isUse, `$1${folder}-renamed`));
  return { file: file.path };
}

function resolved(path) {
  const parts = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
