/** The value of a key, which is computed when it is first asked for. */
export function once<K, V>(known: Map<K, V>, key: K, compute: (key: K) => V): V {
  const value = known.get(key) ?? compute(key);
  known.set(key, value);
  return value;
}
