import { readCreatedBy } from '../image/history/created-by.js';
import { splitWords } from '../image/history/shell-words.js';
import type { Layer } from '../image/image.js';

/** Programs that install Python packages, and what they call it. */
const INSTALLERS =
  /(?:^|\/)(?:pip|pip3|uv|poetry|pdm|pipenv|pipx|rye|hatch|conda|mamba|micromamba)(?:\d?\.\d+)?$/;
const VERBS: ReadonlySet<string> = new Set(
  'install sync add update upgrade inject create'.split(' '),
);
const INSTALLING = /^(?:ensurepip|virtualenv|venv|(?:.*\/)?(?:get-pip\.py|pip-sync|virtualenv))$/;
/** Options and `pip` of `uv pip` are between the program and the verb. */
const MOST_WORDS = 12;

/**
 * Whether the history says that the layer is of a RUN that installs Python packages. Someone who can write the Dockerfile can
 * write that, too: it tells how likely a reinstallation is, and proves nothing.
 */
export function installsPython({ history }: Layer): boolean {
  if (!history) return false;
  const { keyword, body } = readCreatedBy(history);
  if (keyword !== 'RUN') return false;
  return body
    .split(/[;&|(){}`\n]+/)
    .map(splitWords)
    .some((words) => {
      if (words.some((word) => INSTALLING.test(word))) return true;
      const at = words.findIndex((word) => INSTALLERS.test(word));
      return at >= 0 && words.slice(at + 1, at + MOST_WORDS).some((word) => VERBS.has(word));
    });
}
