/** Every error a user can cause: where it happened, what was expected, what came, and what to do. */

/** What an error says beside its statement. */
export interface ErrorDetails {
  /** The layer path, file, or option that the error is about: `'conv1/Conv'`, `'photos/a.jpg'`, `'--lr'`. */
  readonly where?: string;
  readonly expected?: string;
  readonly received?: string;
  /** One thing to do about it, as an imperative without a full stop. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** The common base: catch this one to tell a user's mistake from a bug. `message` reads as one short paragraph. */
export class GraftError extends Error {
  readonly code: string = 'graft';
  /** What is wrong, in a few words; `message` has the rest too. */
  readonly statement: string;
  readonly where: string | undefined;
  readonly expected: string | undefined;
  readonly received: string | undefined;
  readonly hint: string | undefined;

  constructor(statement: string, details: ErrorDetails = {}) {
    const { where, expected, received, hint, cause } = details;
    const parts = [
      `${where ? `${where}: ` : ''}${statement}.`,
      expected && received && `Expected ${expected}; received ${received}.`,
      expected && !received && `Expected ${expected}.`,
      received && !expected && `Received ${received}.`,
      hint && `Hint: ${hint}.`,
    ];
    super(parts.filter(Boolean).join(' '), cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.statement = statement;
    this.where = where;
    this.expected = expected;
    this.received = received;
    this.hint = hint;
  }
}

/** Shapes, dtypes or attributes of an op do not fit together. Raised while a graph is built, before any backend sees it. */
export class ShapeError extends GraftError {
  override readonly code = 'shape';
  /** ONNX's op type, `'Conv'`. */
  readonly op: string;
  /** The layer that was being built, `'conv1'`; empty outside layers. */
  readonly path: string;

  constructor(op: string, path: string, statement: string, details: Omit<ErrorDetails, 'where'> = {}) {
    super(statement, { ...details, where: path ? `${path}/${op}` : op });
    this.op = op;
    this.path = path;
  }
}

/** An op exists but cannot do what is asked of it here: no gradient, or a backend that cannot run it. */
export class UnsupportedError extends GraftError {
  override readonly code = 'unsupported';
}

/** Examples, labels or files that cannot be used. */
export class DataError extends GraftError {
  override readonly code = 'data';
}

/** A file that cannot be read as what it should be; `where` is its path. */
export class FileError extends GraftError {
  override readonly code = 'file';
}

/** A device or runtime that is missing or failed. */
export class BackendError extends GraftError {
  override readonly code = 'backend';
}

/** An option, argument or setting that makes no sense. Command lines exit with 2 on it. */
export class UsageError extends GraftError {
  override readonly code = 'usage';
}

/** The loss or a weight became NaN or infinite. */
export class NumericError extends GraftError {
  override readonly code = 'numeric';
}
