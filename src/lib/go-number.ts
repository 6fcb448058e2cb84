const WITH_BASE = /^([-+]?)(?:0x([\da-f]+)|0b([01]+)|0o?([0-7]+))$/i;
const DECIMAL = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?$/i;
/** Larger numbers are no integers: a leading zero has no meaning then. */
const INTEGER_LIMIT = 2 ** 64;

/**
 * The number that a plain YAML scalar is for Kubernetes, Kustomize and Compose; undefined for other text. As in YAML 1.1,
 * a leading zero makes it octal (`0755` is 493), `0b` makes it binary, and underscores have no meaning. `1:30` is text.
 * Source: go.yaml.in/yaml/v3, "resolve".
 */
export function goNumber(text: string): number | undefined {
  if (!/^[-+]?\.?\d/.test(text)) return undefined;
  const digits = text.replaceAll('_', '');
  const [, sign, hexadecimal, binary, octal] = WITH_BASE.exec(digits) ?? [];
  const integer =
    hexadecimal === undefined
      ? Number.parseInt(binary ?? octal ?? '', binary === undefined ? 8 : 2)
      : Number.parseInt(hexadecimal, 16);
  // Adding zero makes -0 a plain 0.
  if (integer < INTEGER_LIMIT) return (sign === '-' ? -integer : integer) + 0;
  return DECIMAL.test(digits) ? Number(digits) + 0 : undefined;
}
