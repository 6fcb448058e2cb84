import type { KeyObject } from 'node:crypto';

/**
 * Whether the key made the DER signature over this digest. node:crypto needs the signed bytes, which are not always
 * available for a large artifact. Verification handles no secrets, so nothing here needs constant time.
 * Sources: FIPS 186-5, 6.4.2 (ECDSA verification); SP 800-186, 3.2.1 (curves); RFC 3279, 2.2.3 (encoding).
 */
export function verifyEcdsaDigest(
  key: KeyObject,
  digest: Uint8Array,
  signature: Uint8Array,
): boolean {
  const curve = CURVES.get(key.asymmetricKeyDetails?.namedCurve ?? '');
  const parsed = curve && parseSignature(signature);
  if (!parsed) return false;
  const { r, s } = parsed;
  const { p, n } = curve;
  if (r <= 0n || r >= n || s <= 0n || s >= n) return false;
  const e = truncate(digest, n);
  const w = inverse(s, n);
  const point = add(
    multiply(curve.g, modulo(e * w, n), curve),
    multiply(publicPoint(key), modulo(r * w, n), curve),
    curve,
  );
  if (point.z === 0n) return false;
  const x = modulo(point.x * inverse(modulo(point.z * point.z, p), p), p);
  return modulo(x, n) === r;
}

/** Jacobian coordinates: (x/z², y/z³); z = 0 is the point at infinity. */
interface Point {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
}

/** y² = x³ − 3x + b over the field of p, generator g of order n. */
interface Curve {
  readonly p: bigint;
  readonly n: bigint;
  readonly g: Point;
}

const CURVES: ReadonlyMap<string, Curve> = new Map([
  [
    'prime256v1',
    curve(
      'ffffffff00000001000000000000000000000000ffffffffffffffffffffffff',
      'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551',
      '6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296',
      '4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
    ),
  ],
  [
    'secp384r1',
    curve(
      'fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff',
      'ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973',
      'aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7',
      '3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f',
    ),
  ],
]);

const INFINITY: Point = { x: 1n, y: 1n, z: 0n };

function curve(p: string, n: string, x: string, y: string): Curve {
  return { p: hex(p), n: hex(n), g: { x: hex(x), y: hex(y), z: 1n } };
}

/** SEQUENCE { r INTEGER, s INTEGER } in DER; undefined when anything follows it. */
function parseSignature(der: Uint8Array): { readonly r: bigint; readonly s: bigint } | undefined {
  const bytes = Buffer.from(der);
  // Signatures of both curves are shorter than 128 bytes, so the length takes one byte.
  if (bytes[0] !== 0x30 || bytes[1] !== bytes.length - 2 || bytes.length > 129) return undefined;
  const r = parseInteger(bytes, 2);
  const s = r && parseInteger(bytes, r.end);
  return r && s?.end === bytes.length ? { r: r.value, s: s.value } : undefined;
}

function parseInteger(bytes: Buffer, at: number): { value: bigint; end: number } | undefined {
  const length = bytes[at + 1] ?? 0;
  const end = at + 2 + length;
  const body = bytes.subarray(at + 2, end);
  const [first = 0x80, second = 0x80] = body;
  const minimal = first !== 0 || second >= 0x80;
  if (bytes[at] !== 0x02 || body.length !== length || first >= 0x80 || !minimal) return undefined;
  return { value: hex(body.toString('hex')), end };
}

function publicPoint(key: KeyObject): Point {
  const { x = '', y = '' } = key.export({ format: 'jwk' }) as { x?: string; y?: string };
  return { x: base64url(x), y: base64url(y), z: 1n };
}

/** The leftmost bits of the digest, as many as the order has. The order of both curves has a whole number of bytes. */
function truncate(digest: Uint8Array, n: bigint): bigint {
  const length = n.toString(16).length / 2;
  return hex(Buffer.from(digest.subarray(0, length)).toString('hex'));
}

function multiply(point: Point, scalar: bigint, curve: Curve): Point {
  let sum = INFINITY;
  for (const bit of scalar.toString(2)) {
    sum = double(sum, curve);
    if (bit === '1') sum = add(sum, point, curve);
  }
  return sum;
}

/** "dbl-2001-b" of the Explicit-Formulas Database, for a = −3. */
function double({ x, y, z }: Point, { p }: Curve): Point {
  if (z === 0n || y === 0n) return INFINITY;
  const delta = modulo(z * z, p);
  const gamma = modulo(y * y, p);
  const beta = modulo(x * gamma, p);
  const alpha = modulo(3n * (x - delta) * (x + delta), p);
  const x3 = modulo(alpha * alpha - 8n * beta, p);
  return {
    x: x3,
    y: modulo(alpha * (4n * beta - x3) - 8n * gamma * gamma, p),
    z: modulo((y + z) * (y + z) - gamma - delta, p),
  };
}

/** "add-2007-bl" of the Explicit-Formulas Database. */
function add(a: Point, b: Point, curve: Curve): Point {
  if (a.z === 0n) return b;
  if (b.z === 0n) return a;
  const { p } = curve;
  const z1z1 = modulo(a.z * a.z, p);
  const z2z2 = modulo(b.z * b.z, p);
  const u1 = modulo(a.x * z2z2, p);
  const u2 = modulo(b.x * z1z1, p);
  const s1 = modulo(a.y * b.z * z2z2, p);
  const s2 = modulo(b.y * a.z * z1z1, p);
  if (u1 === u2) return s1 === s2 ? double(a, curve) : INFINITY;
  const h = modulo(u2 - u1, p);
  const i = modulo(4n * h * h, p);
  const j = modulo(h * i, p);
  const r = modulo(2n * (s2 - s1), p);
  const v = modulo(u1 * i, p);
  const x = modulo(r * r - j - 2n * v, p);
  return {
    x,
    y: modulo(r * (v - x) - 2n * s1 * j, p),
    z: modulo(((a.z + b.z) * (a.z + b.z) - z1z1 - z2z2) * h, p),
  };
}

/** By the extended Euclidean algorithm; `m` is prime and does not divide `a`. */
function inverse(a: bigint, m: bigint): bigint {
  let [r0, r1, t0, t1] = [m, modulo(a, m), 0n, 1n];
  while (r1 !== 0n) {
    const q = r0 / r1;
    [r0, r1, t0, t1] = [r1, r0 - q * r1, t1, t0 - q * t1];
  }
  return modulo(t0, m);
}

function modulo(a: bigint, m: bigint): bigint {
  const rest = a % m;
  return rest < 0n ? rest + m : rest;
}

function hex(text: string): bigint {
  return BigInt(`0x${text || '0'}`);
}

function base64url(text: string): bigint {
  return hex(Buffer.from(text, 'base64url').toString('hex'));
}
