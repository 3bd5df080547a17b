/** A share on a line from nothing to all, with where it may lie. */
import { percent, range } from '../trust/words.ts';
import { type Html, html } from './text.ts';

/** @param chance of who always says the same */
export function shareScale(share: number, interval: readonly [number, number], chance: number): Html {
  const at = (place: number) => `${(place * 100).toFixed(2)}%`;
  return html`<div class="scale" role="img" aria-label="${percent(share)} right, ${range(interval)}; by chance ${percent(chance)}">
<div class="track"><i style="left:${at(interval[0])};width:${at(interval[1] - interval[0])}"></i><u style="left:${at(chance)}"></u><b style="left:${at(share)}"></b></div>
<div class="ends"><span>0 %</span><span>50 %</span><span>100 %</span></div>
<div class="keys"><span>${percent(share)} of these</span><span class="between">${range(interval)} of others</span><span class="chance">${percent(chance)} by always saying the same</span></div>
</div>`;
}

export const fewPictures = (why: string): Html => html`<p class="warning"><strong>Few pictures.</strong> ${why}</p>`;
