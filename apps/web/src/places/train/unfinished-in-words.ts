import type { Unfinished } from '@graftml/studio';
import type { Texts } from '../../text/en.ts';

/** What is known of a training that can go on, and what going on means. */
export function unfinishedInWords({ server, epochs, of }: Unfinished, text: Texts['train']) {
  if (server === 'away') return { statement: text.onServer.away, hint: text.onServer.awayHint };
  if (server === 'there') return { statement: text.onServer.there, hint: text.onServer.thereHint };
  return { statement: text.unfinished(epochs, of), hint: text.unfinishedHint };
}
