/** One part of the page. */
import type { Html } from '../text.ts';

export interface Section {
  readonly id: string;
  /** In the list at the top. */
  readonly name: string;
  readonly title: string;
  readonly body: Html;
}
