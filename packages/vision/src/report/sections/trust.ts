/** Whether its probabilities are true, and when it had better not answer. */
import { counted } from '../../collection/words.ts';
import type { Strangers } from '../../trust/strangers.ts';
import type { Coverage } from '../../trust/unsure.ts';
import { calibrationWords, percent, range, sourceWords } from '../../trust/words.ts';
import { coverageChart, reliabilityChart } from '../charts.ts';
import type { ShownPicture } from '../page.ts';
import type { Report } from '../report.ts';
import { type Html, html, raw } from '../text.ts';
import { shortNames, shots } from './mistakes.ts';
import type { Section } from './section.ts';

export function calibrationSection({ evaluation, trust }: Report): Section {
  const { calibration, n } = evaluation;
  const [first, ...others] = calibrationWords({ ...evaluation, mistakes: [] }, trust);
  return {
    id: 'calibration',
    name: 'Calibration',
    title: 'When it says 90 %, is it right 9 times in 10?',
    body: html`<div class="two"><div class="chart">${reliabilityChart(calibration)}</div><div>
<p class="big">${percent(calibration.after.error)} off on average${calibration.temperature !== 1 && html` <small>(${percent(calibration.before.error)} before)</small>`}</p>
<p>${first}</p>${others.map((sentence) => html`<p>${sentence}</p>`)}
<p class="soft">On the dashed line what it says would be true. Each point is a tenth of the scale${n < 200 && ', some of them a few pictures only'}.</p></div></div>`,
  };
}

export function unsureSection(
  { evaluation, unsure, trust, strangers }: Report,
  pictures: ReadonlyMap<string, ShownPicture>,
): Section {
  const at = evaluation.unsure;
  const points = evaluation.coverage.map(({ threshold, coverage, accuracy }) => [threshold, coverage, accuracy ?? 0]);
  return {
    id: 'unsure',
    name: 'Unsure',
    title: 'When it had better say “unsure”',
    body: html`<div class="two"><div>
${at ? atThreshold(at, evaluation.accuracy) : html`<p>No threshold was learnt, as there were too few pictures for one: it answers always.</p>`}
${
  unsure?.from &&
  html`<p class="soft">The threshold was chosen so that an answer is wrong half as often as without one, going by its own probabilities on ${counted(unsure.n ?? trust?.n ?? 0, 'picture')}: ${sourceWords(unsure.from)}. It is in the model file; <code>graft predict --unsure 0.9</code> sets another, <code>--unsure off</code> none.</p>`
}
<div class="screen"><input type="range" id="threshold" min="0" max="1" step="0.01" value="${at?.threshold.toFixed(2) ?? '0'}" aria-label="threshold"><p id="answers" class="soft">Move it to see what another threshold would do.</p></div>
</div><div class="chart">${coverageChart({ ...evaluation, mistakes: [] }, unsure)}</div></div>
${strangers ? strangersPart(strangers, pictures) : html`<h3 style="margin-top:20px">Pictures of something else</h3><p>It has only these classes to choose from, and will choose one for any picture, also of something else. How often it says “unsure” then can be seen with <code>--strangers FOLDER</code>, a folder of pictures of no class.</p>`}
<script>${raw(slider(points))}</script>`,
  };
}

function atThreshold({ threshold, coverage, accuracy, interval, n, answered }: Coverage, all: number): Html {
  if (accuracy === undefined || !interval)
    return html`<p class="big">It would answer nothing</p><p>None of ${counted(n, 'picture')} has a probability of ${threshold.toFixed(2)}.</p>`;
  if (answered === n)
    return html`<p class="big">It answers always</p><p>None of ${counted(n, 'picture')} is below its threshold of ${threshold.toFixed(2)}.</p>`;
  return html`<p class="big">Answers ${percent(coverage)}, right on ${percent(accuracy)} of those</p>
<p>Below a probability of ${threshold.toFixed(2)} it says “unsure”. Of ${counted(n, 'picture')} it then answers ${answered}, and of such answers ${range(interval)} are right (95 % confidence); answering all, ${percent(all)} are.</p>`;
}

const strangersPart = ({ of, n, unsure, surest }: Strangers, pictures: ReadonlyMap<string, ShownPicture>): Html =>
  html`<h3 style="margin-top:20px">Pictures of something else</h3>
<p>Of ${counted(n, 'picture')} ${of}, it calls ${percent(unsure / n)} unsure.${unsure < n && ` The other ${percent(1 - unsure / n)} it takes for one of its classes: it knows no others.`}</p>
${
  surest.length > 0 &&
  html`<div class="gallery">${surest.map(
    ({ picture, said, probability }, i) =>
      html`<figure>${shots(picture, pictures.get(picture))}<figcaption>Said <b>${said}</b> (${percent(probability)}) <small class="soft">${shortNames(surest.map((one) => one.picture))[i]}</small></figcaption></figure>`,
  )}</div>`
}`;

/** The only script of the page: it says what another threshold would do. */
const slider = (points: readonly (readonly number[])[]): string => `(()=>{
const points=${JSON.stringify(points.map((point) => point.map((value) => Math.round(value * 1e4) / 1e4)))};
const input=document.getElementById('threshold'),out=document.getElementById('answers'),share=(x)=>Math.round(x*100)+' %';
input.addEventListener('input',()=>{
const at=Number(input.value),point=points.find(([threshold])=>threshold>=at);
out.textContent='Below '+at.toFixed(2)+' unsure: '+(point?'answers '+share(point[1])+', right on '+share(point[2])+' of those.':'answers nothing.');
});
})();`;
