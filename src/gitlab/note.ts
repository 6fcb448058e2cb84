import { object } from '../lib/json.js';
import { type GitLabClient, GitLabError } from './client.js';
import type { JobRun, MergeRequest } from './merge-request.js';

/** What happened to the note. */
export type NoteOutcome = 'created' | 'updated' | 'unchanged' | 'nothing-to-report' | 'outdated';

export interface NoteRequest {
  readonly client: GitLabClient;
  readonly mergeRequest: MergeRequest;
  /** The text, without our marker. */
  readonly text: string;
  /** Whether the text is worth a note if there is none. */
  readonly isWanted: boolean;
  /** Waits up to so many milliseconds before the next attempt. */
  readonly pause: (atMost: number) => Promise<void>;
}

/** A note of ours. */
interface Note {
  readonly id: number;
  readonly run: JobRun;
  /** Its last line. */
  readonly marker: string;
}

/** Attempts to end in one note. Another job, or an answer that says nothing, can make one of them useless. */
const MAX_ROUNDS = 6;
const MAX_PAUSE_MS = 8_000;

/**
 * Keeps one note of the job on the merge request: the notes of the token's user that end in our marker are read, the oldest
 * one is edited, the others are deleted. GitLab has no conditional edit, and an answer of 502 says nothing about what was
 * done: after each write the notes are read again, until one note has our text or that of a later run. Throws GitLabError.
 */
export async function keepNote(request: NoteRequest): Promise<NoteOutcome> {
  const user = await readUser(request.client);
  const marker = markerOf(request);
  let outcome: 'created' | 'updated' | undefined;
  let failure: GitLabError | undefined;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    if (round > 0) await request.pause(Math.min(MAX_PAUSE_MS, 500 * 2 ** round));
    const notes = await readNotes(request, user);
    const [kept, ...others] = notes;
    const isReplaced = notes.some(({ run }) => isLater(run, request.mergeRequest.run));
    const isDone = isReplaced || kept?.marker === marker;
    // The oldest note is never deleted: a later run, which does not know of the one that we wrote, may be editing it.
    const extra = isReplaced ? others.filter((note) => note.marker === marker) : others;
    if (isDone && extra.length === 0) return isReplaced ? 'outdated' : (outcome ?? 'unchanged');
    if (!isReplaced && outcome === undefined) {
      if (!kept && !request.isWanted) return 'nothing-to-report';
      if (!(await isCurrent(request))) return 'outdated';
      outcome = kept ? 'updated' : 'created';
    }
    try {
      if (!isDone) await write(request, kept, `${request.text}\n${marker}`);
      for (const { id } of extra) await deleteNote(request, id);
    } catch (error) {
      if (!(error instanceof GitLabError) || !error.isPassing) throw error;
      failure = error;
    }
  }
  throw failure ?? new GitLabError(409, 'other jobs keep editing the note');
}

function isLater(a: JobRun, b: JobRun): boolean {
  return a.pipeline > b.pipeline || (a.pipeline === b.pipeline && a.job > b.job);
}

/** The id of the user of the token: anybody can copy our marker. */
async function readUser(client: GitLabClient): Promise<number> {
  const { id } = object((await client.request('GET', 'user')).value);
  if (typeof id !== 'number') throw new GitLabError(0, 'GitLab does not say whose token it is');
  return id;
}

/** A merge request has at most 5,000 comments, and any number of notes about events. */
const PAGE_SIZE = 50;
const MAX_PAGES = 200;

/** Our notes with the marker of the job, the oldest first. */
async function readNotes({ client, mergeRequest }: NoteRequest, user: number): Promise<Note[]> {
  const notes: Note[] = [];
  let page = '1';
  for (let count = 0; count < MAX_PAGES; count++) {
    const query = `per_page=${PAGE_SIZE}&page=${page}&sort=asc&order_by=created_at`;
    const { value, nextPage } = await client.request('GET', `${notesPath(mergeRequest)}?${query}`);
    if (!Array.isArray(value)) throw new GitLabError(0, 'GitLab returns no list of notes');
    for (const one of value) {
      const { id, body, author } = object(one);
      if (typeof id !== 'number' || typeof body !== 'string' || object(author).id !== user)
        continue;
      const marker = body.trimEnd().split('\n').at(-1) ?? '';
      const run = runOf(marker, mergeRequest.job);
      if (run) notes.push({ id, run, marker });
    }
    // A page may have fewer notes than were asked for: GitLab leaves out those that the user cannot see.
    const next = nextPage ?? (value.length > 0 ? String(Number(page) + 1) : '');
    if (!/^\d{1,9}$/.test(next)) return notes.sort((a, b) => a.id - b.id);
    page = next;
  }
  throw new GitLabError(0, `The merge request has more than ${MAX_PAGES * PAGE_SIZE} notes`);
}

function notesPath({ project, iid }: MergeRequest): string {
  return `projects/${project}/merge_requests/${iid}/notes`;
}

/** The last line of our notes. Untrusted text before it is escaped, so that it cannot contain a marker. */
function markerOf({ mergeRequest: { job, run } }: NoteRequest): string {
  return `${markerStart(job)} pipeline=${run.pipeline} job=${run.job} -->`;
}

function markerStart(job: string): string {
  // `--` would end the HTML comment.
  return `<!-- portside v=1 key=${encodeURIComponent(job.replace(/\p{Cs}/gu, '')).replaceAll('-', '%2D')}`;
}

function runOf(marker: string, job: string): JobRun | undefined {
  const start = markerStart(job);
  if (!marker.startsWith(start)) return undefined;
  const [, pipeline, id] =
    /^ pipeline=(\d{1,15}) job=(\d{1,15}) -->$/.exec(marker.slice(start.length)) ?? [];
  return pipeline === undefined ? undefined : { pipeline: Number(pipeline), job: Number(id) };
}

/** Whether the checked commit is still the head: a slow pipeline must not replace the note of a newer one. */
async function isCurrent({ client, mergeRequest }: NoteRequest): Promise<boolean> {
  const { project, iid, head } = mergeRequest;
  const { value } = await client
    .request('GET', `projects/${project}/merge_requests/${iid}`)
    .catch((error: unknown) => {
      if (error instanceof GitLabError && error.isPassing) return { value: undefined };
      throw error;
    });
  const { sha } = object(value);
  return typeof sha !== 'string' || sha === head;
}

/** Edits the note, or creates one. A note that somebody deleted meanwhile is created in the next round. */
async function write(
  { client, mergeRequest }: NoteRequest,
  kept: Note | undefined,
  body: string,
): Promise<void> {
  const path = notesPath(mergeRequest);
  if (kept) await client.request('PUT', `${path}/${kept.id}`, { body }).catch(ignoreMissing);
  else await client.request('POST', path, { body });
}

async function deleteNote({ client, mergeRequest }: NoteRequest, id: number): Promise<void> {
  await client.request('DELETE', `${notesPath(mergeRequest)}/${id}`).catch(ignoreMissing);
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof GitLabError) || error.status !== 404) throw error;
}
