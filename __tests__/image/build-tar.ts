import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FileReader, FileSystem, Image, LayerFile } from '../../src/image/image.js';

/** A member to write. Every field may be invalid. */
export interface TarMember {
  readonly name: string | Uint8Array;
  readonly type?: string;
  readonly body?: string | Uint8Array;
  /** The size in the header, if not the length of the body. */
  readonly size?: number | Uint8Array;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly link?: string;
  readonly mtime?: number;
  /** Replaces bytes of the header, before its checksum is calculated. */
  readonly overwrite?: { readonly at: number; readonly bytes: Uint8Array };
  readonly wrongChecksum?: boolean;
  readonly prefix?: string;
}

/** An archive; with `end: false` without the blocks of zeros at its end. */
export function tar(members: readonly TarMember[], { end = true } = {}): Buffer {
  const blocks = members.flatMap((member) => [header(member), padded(bytesOf(member.body ?? ''))]);
  return Buffer.concat([...blocks, Buffer.alloc(end ? 1024 : 0)]);
}

export function bytesOf(body: string | Uint8Array): Uint8Array {
  return typeof body === 'string' ? Buffer.from(body) : body;
}

function padded(body: Uint8Array): Buffer {
  return Buffer.concat([body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

function header(member: TarMember): Buffer {
  const block = Buffer.alloc(512);
  const name = bytesOf(member.name);
  block.set(name.subarray(0, 100), 0);
  const type = member.type ?? '0';
  block.write(octal(member.mode ?? (type === '5' ? 0o755 : 0o644), 7), 100);
  block.write(octal(member.uid ?? 0, 7), 108);
  block.write(octal(member.gid ?? 0, 7), 116);
  const size = member.size ?? bytesOf(member.body ?? '').length;
  if (typeof size === 'number') block.write(octal(size, 11), 124);
  else block.set(size, 124);
  block.write(octal(member.mtime ?? 0, 11), 136);
  block.write(type, 156);
  block.write((member.link ?? '').slice(0, 100), 157);
  block.write('ustar\u000000', 257, 'latin1');
  if (member.prefix) block.write(member.prefix, 345);
  if (member.overwrite) block.set(member.overwrite.bytes, member.overwrite.at);
  block.fill(0x20, 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0) + (member.wrongChecksum ? 1 : 0);
  block.write(`${octal(sum, 6)}\0 `, 148);
  return block;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

/** A PAX extended header for the next member. */
export function pax(
  records: Readonly<Record<string, string>> | readonly [string, string][],
): TarMember {
  const pairs = Array.isArray(records) ? records : Object.entries(records);
  return { name: 'PaxHeaders/x', type: 'x', body: pairs.map(([k, v]) => record(k, v)).join('') };
}

function record(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  if (String(length).length + rest !== length) length++;
  return `${length} ${key}=${value}\n`;
}

export function longName(name: string, type = 'L'): TarMember {
  return { name: '././@LongLink', type, body: `${name}\0` };
}

export function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

export interface ArchiveOptions {
  readonly history?: readonly unknown[];
  readonly diffIDs?: readonly string[];
  readonly tags?: readonly string[];
  /** The stored bytes of a layer, if not the layer itself; for example compressed. */
  readonly stored?: (layer: Buffer, index: number) => Uint8Array;
  readonly config?: Record<string, unknown>;
}

export function dockerArchive(layers: readonly Buffer[], options: ArchiveOptions = {}): Buffer {
  return tar(dockerMembers(layers, options));
}

export function dockerMembers(
  layers: readonly Buffer[],
  options: ArchiveOptions = {},
): TarMember[] {
  const config = configOf(layers, options);
  const names = layers.map((_, index) => `layer${index}/layer.tar`);
  const configName = `${sha256(config).slice('sha256:'.length)}.json`;
  return [
    ...layers.map((layer, index) => ({
      name: names[index] ?? '',
      body: options.stored?.(layer, index) ?? layer,
    })),
    { name: configName, body: config },
    {
      name: 'manifest.json',
      body: JSON.stringify([
        { Config: configName, RepoTags: options.tags ?? ['app:1'], Layers: names },
      ]),
    },
  ];
}

export function configOf(layers: readonly Buffer[], options: ArchiveOptions = {}): Buffer {
  return Buffer.from(
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      rootfs: { type: 'layers', diff_ids: options.diffIDs ?? layers.map(sha256) },
      ...(options.history ? { history: options.history } : {}),
      ...options.config,
    }),
  );
}

/** A folder to remove after the tests. */
export function temporaryFolder(): {
  path: string;
  write(name: string, bytes: string | Uint8Array): string;
  remove(): void;
} {
  const path = mkdtempSync(join(tmpdir(), 'portside-images-'));
  return {
    path,
    write(name, bytes) {
      const file = join(path, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, bytes);
      return file;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

export interface ScanResult {
  readonly fileSystem: FileSystem;
  /** In the order in which the reader got them. */
  readonly files: readonly LayerFile[];
  /** `layer path=text` */
  readonly lines: readonly string[];
}

/** Scans an image with a reader that wants all files. */
export async function scanAll(
  image: Image,
  wellKnown: readonly string[] = [],
  verifyDigests = false,
): Promise<ScanResult> {
  const files: LayerFile[] = [];
  const reader: FileReader = {
    wants: () => Number.POSITIVE_INFINITY,
    read: (file) => void files.push({ ...file, bytes: Uint8Array.from(file.bytes) }),
    wellKnown,
  };
  const fileSystem = await image.scan([reader], { verifyDigests });
  const lines = files.map((f) => `${f.layer} ${f.path}=${Buffer.from(f.bytes).toString()}`);
  return { fileSystem, files, lines };
}
