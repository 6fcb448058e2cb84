/** Loads the TypeScript of this repository: node --import ./scripts/jest/register.mjs FILE */
import { register } from 'node:module';

register('./typescript.mjs', import.meta.url);

// jest-light-runner answers the first worker that asks for its configuration, and all others that wait, at once: one that
// asks later, because it still loaded modules, would wait for ever. Its answer is kept until it asks.
const QUESTION = 'jest-light-runner-get-worker-data';
const ANSWER = 'jest-light-runner-worker-data';
if (process.env.TINYPOOL_WORKER_ID !== undefined && process.send) {
  let early;
  // The first listener starts the reading of messages, so ours comes with that of the worker.
  process.once('newListener', function keep(event) {
    if (event !== 'message') return process.once('newListener', keep);
    process.on('message', (message) => {
      if (message?.type === ANSWER) early = message;
    });
  });
  const send = process.send.bind(process);
  process.send = (message, ...rest) => {
    const answer = early;
    if (message === QUESTION && answer) setImmediate(() => process.emit('message', answer));
    return send(message, ...rest);
  };
}
