import { GraftError } from '@graftml/core';
import { LabError } from '@graftml/studio';

interface Said {
  readonly statement: string;
  /** What to do about it. */
  readonly hint?: string;
}

interface Parts {
  readonly statement?: string | undefined;
  readonly where?: string | undefined;
  readonly expected?: string | undefined;
  readonly received?: string | undefined;
  readonly hint?: string | undefined;
}

/** An error as a sentence for who caused it or suffers it, and what to do about it as far as the error knows. */
export function saidOf(error: unknown): Said {
  if (error instanceof GraftError) return inWords(error);
  if (error instanceof LabError && error.parts.statement !== undefined) return inWords(error.parts);
  return { statement: sentence(error instanceof Error ? error.message : String(error)) };
}

/** What a storage is called is no name for a person. */
const inner = /^graft-[\w-]+(\/|$)/;

function inWords({ statement = '', where: place, expected, received, hint }: Parts): Said {
  const where = place !== undefined && inner.test(place) ? undefined : place;
  const details = [expected && `expected ${expected}`, received && `received ${received}`].filter(Boolean).join('; ');
  return {
    // A name is written as it is.
    statement: `${where ? `${where}: ` : ''}${sentence([statement, details && `(${details})`].filter(Boolean).join(' '), !where)}`,
    ...(hint && { hint: sentence(hint) }),
  };
}

const sentence = (text: string, begins = true): string => {
  const said = text.trim();
  return `${begins ? said.charAt(0).toLocaleUpperCase() : said.charAt(0)}${said.slice(1)}${/[.!?)]$/.test(said) ? '' : '.'}`;
};
