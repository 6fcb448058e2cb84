import type { AddInstruction, CopyInstruction } from './model.js';

/** Whether COPY or ADD is as `docker history` shows it: `COPY file:<digest> in /app/`. */
export function isHistoryLine({ args }: AddInstruction | CopyInstruction): boolean {
  const [what, word] = args;
  return word?.raw === 'in' && /^(?:file|dir|multi):[0-9a-f]{64}$/.test(what?.raw ?? '');
}
