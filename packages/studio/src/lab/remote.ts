/** A lab behind a port: one side serves it, the other calls it as if it were here. */
import { GraftError } from '@graftml/core';
import type { Project } from '../project/project.ts';
import { projectText } from '../project/write-project.ts';
import type { Hooks, Lab } from './lab.ts';

/** What a worker, the inside of one, and an end of a `MessageChannel` have. */
export interface LabPort {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}

type Call =
  /** Some of the files of a call that follows. */
  | { readonly type: 'files'; readonly id: number; readonly files: readonly unknown[] }
  | { readonly type: 'call'; readonly id: number; readonly method: keyof Lab; readonly request: unknown }
  | { readonly type: 'stop'; readonly id: number; readonly reason: SentError };

type Reply =
  | { readonly type: 'event'; readonly id: number; readonly event: unknown }
  | { readonly type: 'result'; readonly id: number; readonly result: unknown }
  | { readonly type: 'error'; readonly id: number; readonly error: SentError };

/** An error as it travels: what it says, without its stack. */
export interface SentError {
  readonly name: string;
  readonly message: string;
  /** Of Graft's own errors. */
  readonly code?: string;
  /** `where`, `expected`, `received`, `hint`, as far as they are known, and `statement`. */
  readonly parts?: Readonly<Record<string, string>>;
}

/** An error of a lab that is elsewhere. */
export class LabError extends Error {
  override readonly name: string;
  readonly code: string | undefined;
  readonly parts: Readonly<Record<string, string>>;

  constructor({ name, message, code, parts = {} }: SentError) {
    super(message);
    this.name = name;
    this.code = code;
    this.parts = parts;
  }
}

/** What is worth knowing of an error elsewhere. */
export function sentError(error: unknown): SentError {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (error instanceof LabError) return { name, message, parts: error.parts, ...(error.code && { code: error.code }) };
  if (!(error instanceof GraftError)) return { name, message };
  const { code, statement, where, expected, received, hint } = error;
  const parts: Record<string, string> = { statement };
  for (const [part, text] of Object.entries({ where, expected, received, hint }))
    if (text !== undefined) parts[part] = text;
  return { name, message, code, parts };
}

/** Each file that travels keeps a page for a moment: so many at a time. */
const together = 40;

function manyFilesOf(request: unknown): readonly unknown[] | undefined {
  const files = (request as { readonly files?: unknown } | undefined)?.files;
  return Array.isArray(files) && files.length > together ? files : undefined;
}

async function inPieces(files: readonly unknown[], send: (some: readonly unknown[]) => void): Promise<void> {
  for (let at = 0; at < files.length; at += together) {
    send(files.slice(at, at + together));
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/** A project travels as its text, most of which is known: a copy of thousands of photos would take a page longer than a click may. */
const packed = (request: unknown): unknown =>
  typeof request === 'object' && request !== null && 'project' in request
    ? { ...request, project: projectText(request.project as Project) }
    : request;

const unpacked = (request: unknown): unknown =>
  typeof request === 'object' && request !== null && 'project' in request && typeof request.project === 'string'
    ? { ...request, project: JSON.parse(request.project) as Project }
    : request;

/** Answers the calls that come through a port, each at once: a lab that wants one after the other sees to that itself. */
export function serveLab(lab: Lab, port: LabPort): void {
  const running = new Map<number, AbortController>();
  const reply = (message: Reply) => port.postMessage(message);
  const run = async ({ id, method, request }: Extract<Call, { type: 'call' }>) => {
    const controller = new AbortController();
    running.set(id, controller);
    const hooks: Hooks<unknown> = {
      signal: controller.signal,
      onEvent: (event) => reply({ type: 'event', id, event }),
    };
    try {
      const call = lab[method] as (request: unknown, hooks: Hooks<unknown>) => Promise<unknown>;
      reply({ type: 'result', id, result: await call.call(lab, unpacked(request), hooks) });
    } catch (error) {
      reply({ type: 'error', id, error: sentError(error) });
    } finally {
      running.delete(id);
    }
  };
  const sent = new Map<number, unknown[]>();
  port.addEventListener('message', ({ data }: { readonly data: Call }) => {
    if (data.type === 'files') sent.set(data.id, [...(sent.get(data.id) ?? []), ...data.files]);
    else if (data.type === 'call') {
      const files = sent.get(data.id);
      sent.delete(data.id);
      void run(files ? { ...data, request: { ...(data.request as object), files } } : data);
    } else running.get(data.id)?.abort(new LabError(data.reason));
  });
}

/** The lab at the other end of a port. What it throws are `LabError`s, and the reason of a signal that ended it. */
export function connectLab(port: LabPort): Lab {
  interface Waiting {
    readonly hooks: Hooks<unknown>;
    readonly resolve: (result: unknown) => void;
    readonly reject: (error: unknown) => void;
  }
  const waiting = new Map<number, Waiting>();
  let next = 0;
  port.addEventListener('message', ({ data }: { readonly data: Reply }) => {
    const call = waiting.get(data.id);
    if (!call) return;
    if (data.type === 'event') return call.hooks.onEvent?.(data.event);
    waiting.delete(data.id);
    if (data.type === 'result') call.resolve(data.result);
    else call.reject(call.hooks.signal?.aborted ? call.hooks.signal.reason : new LabError(data.error));
  });
  const call = (method: keyof Lab, request: unknown, hooks: Hooks<unknown> = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const { signal } = hooks;
      if (signal?.aborted) return reject(signal.reason);
      const id = next++;
      const stop = () => port.postMessage({ type: 'stop', id, reason: sentError(signal?.reason) } satisfies Call);
      const ended =
        <Value>(settle: (value: Value) => void) =>
        (value: Value) => {
          signal?.removeEventListener('abort', stop);
          settle(value);
        };
      waiting.set(id, { hooks, resolve: ended(resolve), reject: ended(reject) });
      signal?.addEventListener('abort', stop, { once: true });
      const send = (rest: unknown) => port.postMessage({ type: 'call', id, method, request: rest } satisfies Call);
      const files = manyFilesOf(request);
      if (!files) return send(packed(request));
      const { files: _, ...rest } = request as { readonly files: unknown };
      void inPieces(files, (some) => port.postMessage({ type: 'files', id, files: some } satisfies Call)).then(() =>
        send(packed(rest)),
      );
    });
  return new Proxy({} as Lab, {
    // A lab is no promise, though it is asked whether it is one when it is returned from an async function.
    get: (_, method) =>
      method === 'then'
        ? undefined
        : (request: unknown, hooks?: Hooks<unknown>) => call(method as keyof Lab, request, hooks),
  });
}
