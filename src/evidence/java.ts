import { posix } from 'node:path';
import { imagePath } from '../image/paths.js';
import type { LoadStep, StartedProgram } from '../start/observer.js';
import type { Follow } from './follow.js';
import { readJavaArchive } from './java-archive.js';

const CLASS_PATH = /^(?:-cp|-classpath|--class-path|-p|--module-path)$/;
/** Other options that take the next word. */
const VALUES =
  /^(?:--add-(?:modules|opens|exports|reads)|-m|--module|--limit-modules|--upgrade-module-path)$/;
const MAX_ARCHIVES = 5000;

/** The libraries that a virtual machine opens by their names. */
const NATIVE = ['jli', 'java', 'jimage', 'net', 'nio', 'zip', 'verify', 'extnet', 'management'];

/** Follows the class path of a Java program: archives, the ones that their manifests name, and those inside of them. */
export function runJava(started: StartedProgram, follow: Follow): void {
  const { step, words, environment, folder } = started;
  const { files, trace } = follow;
  loadVirtualMachine(step, follow);
  const all = [
    ...wordsOf(environment.get('JAVA_TOOL_OPTIONS')),
    ...wordsOf(environment.get('JDK_JAVA_OPTIONS')),
    ...wordsOf(environment.get('_JAVA_OPTIONS')),
    ...words,
  ];
  const paths: string[] = [];
  let isStarted = false;
  for (let at = 0; at < all.length; at++) {
    const word = all[at] ?? '';
    const [, agent] = /^-javaagent:([^=]+)/.exec(word) ?? [];
    const [, given] = /^--(?:class-path|module-path)=(.+)$/.exec(word) ?? [];
    if (agent !== undefined) paths.push(agent);
    else if (given !== undefined) paths.push(...given.split(':'));
    else if (word === '-jar') {
      paths.push(all[++at] ?? '');
      isStarted = true;
      break;
    } else if (CLASS_PATH.test(word)) paths.push(...(all[++at] ?? '').split(':'));
    else if (VALUES.test(word)) at++;
    else if (word.startsWith('@'))
      trace.openType('maven', `java reads its options from ${word.slice(1, 200)}`);
    else if (!word.startsWith('-')) {
      isStarted = true;
      break;
    }
  }
  if (paths.length === 0) paths.push(...(environment.get('CLASSPATH') ?? '').split(':'));
  if (!isStarted && paths.every((path) => path === '')) return;
  const seen = new Set<string>();
  for (const path of paths.filter((one) => one !== ''))
    addToClassPath(imagePath(path, folder), step, { follow, seen });
  trace.openType('maven', `${step.path} may load archives that are not on its class path`);
  if (files.problem !== undefined) trace.openEnd(files.problem);
}

interface ClassPath {
  readonly follow: Follow;
  readonly seen: Set<string>;
}

/** An archive, a folder, or all archives of a folder: `lib/*`. */
function addToClassPath(path: string, by: LoadStep, { follow, seen }: ClassPath): void {
  const { files, trace } = follow;
  const pending = [{ path, by }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (seen.size > MAX_ARCHIVES) {
      trace.openType('maven', `more than ${MAX_ARCHIVES} archives are on the class path`);
      return;
    }
    if (seen.has(next.path)) continue;
    seen.add(next.path);
    if (next.path.includes('$')) {
      trace.openType('maven', `${next.path.slice(0, 200)} on the class path is not known`);
      continue;
    }
    if (next.path.endsWith('/*')) {
      const home = files.folder(next.path.slice(0, -2));
      for (const found of home === undefined ? [] : files.matching(home, /^[^/]+\.jar$/i))
        pending.push({ path: found, by: next.by });
      continue;
    }
    const file = files.file(next.path);
    if (file === undefined) continue;
    const step = trace.load(file, next.by) ?? trace.loaded.get(file);
    const source = files.parts(file);
    const archive = source && readJavaArchive(source);
    if (!archive) trace.openType('maven', `${file} cannot be read as an archive`);
    if (!step) continue;
    for (const name of archive?.nested ?? []) trace.load(`${file}!/${name}`, step);
    for (const name of archive?.classPath ?? [])
      if (!/^[a-z]+:/i.test(name))
        pending.push({ path: imagePath(name, `/${posix.dirname(file)}`), by: step });
  }
}

function loadVirtualMachine(step: LoadStep, { files, trace, loadNative, mention }: Follow): void {
  const home = posix.dirname(posix.dirname(step.path));
  const folder = ['lib', 'lib/amd64', 'jre/lib/amd64']
    .map((path) => `${home}/${path}`)
    .find((path) => files.file(`${path}/server/libjvm.so`) !== undefined);
  if (folder === undefined) return;
  for (const name of ['server/libjvm.so', ...NATIVE.map((one) => `lib${one}.so`)]) {
    const path = files.file(`${folder}/${name}`);
    if (path !== undefined) loadNative(path, step);
  }
  const modules = files.file(`${folder}/modules`);
  if (modules !== undefined) trace.load(modules, step);
  mention(home, step);
}

function wordsOf(text = ''): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
