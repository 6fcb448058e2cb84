import { add, drop, remove, same, withPolicy } from './edits.js';
import type { Edit, Life } from './life.js';
import { accepting, LENIENT } from './oracle.js';

const PATHS = ['Dockerfile', 'api/Dockerfile', 'web/Dockerfile'];

/** Events as they come, the same ones for the same seed. */
export async function liveRandomly(life: Life, seed: number, events: number): Promise<void> {
  let state = seed + 1;
  const below = (limit: number) => {
    // The generator of Lehmer with the factor of Park and Miller: exact in doubles.
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
  const pick = <T>(items: readonly T[]): T => items[below(items.length)] as T;
  let names = 0;
  /** Each harm that there ever was, which may come back. */
  const known: { readonly name: string; readonly path: string }[] = [];
  const edit = (branch: string): Edit => {
    const { harms } = life.contentOf(branch);
    const present = Object.values(harms).flat();
    const kind = below(8);
    if (kind < 3 || (kind < 5 && known.length === 0)) {
      const path = pick(PATHS);
      const name = `harm-${++names}`;
      known.push({ name, path });
      return add(name, path);
    }
    if (kind === 3) {
      const { name, path } = pick(known);
      return add(name, path);
    }
    if (kind < 6 && present.length > 0) return remove(pick(present));
    if (kind === 6 && harms['web/Dockerfile']) return drop('web/Dockerfile');
    return same;
  };
  const policies = [undefined, accepting('api/Dockerfile'), LENIENT, accepting('web/Dockerfile')];
  const actions: readonly ((pull: number) => Promise<unknown>)[] = [
    (pull) => life.synchronize(pull, edit(life.branchOf(pull))),
    (pull) => life.synchronize(pull, edit(life.branchOf(pull))),
    (pull) => life.rebase(pull, edit('main')),
    (pull) => life.label(pull),
    (pull) => life.label(pull),
    (pull) => life.queue(pull),
    (pull) => life.merge(pull, pick(['merge', 'squash'])),
  ];
  const others: readonly (() => Promise<unknown>)[] = [
    () => life.push('main', edit('main')),
    () => life.push('main', edit('main')),
    () => life.push('main', withPolicy(pick(policies))),
    () => life.schedule(),
    () => life.tag(`v${life.counts.events}`),
    async () => life.evict(),
  ];
  await life.push('main', add('first'));
  while (life.counts.events < events) {
    const [pull] = life.pulls.length > 0 ? [pick(life.pulls)] : [];
    if (life.pulls.length < 3 && below(4) === 0) {
      const branch = `change-${life.counts.events}`;
      life.commit(branch, edit('main'), 'main');
      await life.open(branch, { isFork: below(4) === 0 });
    } else if (pull !== undefined && below(5) < 3) await pick(actions)(pull);
    else await pick(others)();
  }
}
