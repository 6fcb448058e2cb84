import type { Transform } from 'node:stream';

/**
 * What a transform, such as that of gzip, makes of chunks. An error of the chunks (a limit, a digest) is thrown as it is;
 * an error of the transform means damaged data, and `damaged` makes the error to throw.
 */
export async function* throughTransform(
  chunks: AsyncIterable<Uint8Array>,
  transform: Transform,
  damaged: (cause: unknown) => Error,
): AsyncGenerator<Uint8Array> {
  let failure: unknown;
  const feeding = feed(chunks, transform).catch((error) => {
    failure = error;
    transform.destroy();
  });
  try {
    for await (const chunk of transform) yield chunk as Uint8Array;
  } catch (error) {
    throw failure ?? damaged(error);
  } finally {
    transform.destroy();
    await feeding;
  }
  if (failure) throw failure;
}

/** Writes the chunks as fast as the transform takes them. */
async function feed(chunks: AsyncIterable<Uint8Array>, transform: Transform): Promise<void> {
  for await (const chunk of chunks) {
    if (transform.destroyed) return;
    if (!transform.write(chunk)) await drained(transform);
  }
  transform.end();
}

function drained(transform: Transform): Promise<void> {
  return new Promise((resolve) => {
    const onEvent = () => {
      transform.off('drain', onEvent).off('close', onEvent);
      resolve();
    };
    transform.on('drain', onEvent).on('close', onEvent);
  });
}
